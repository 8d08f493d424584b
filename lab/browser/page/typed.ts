/**
 * Which entry of *Errors* the words of a search are a message of. Material's search knows words, and
 * not that they follow each other: four entries have all the words of "Connection timeout to host".
 */

/** What the search knows of a page or of a part of it. */
interface Entry {
  /** The messages that it explains: `…` is any text. Only entries of *Errors* have some. */
  says?: string[];
}

/** Any text, in a message. */
const ANY = "…";
/** A part of a message tells from so many words on, if it is so much of it. */
const LEAST_WORDS = 3;
const LEAST_SHARE = 0.5;
/** A message that is one word tells only if that is a name. */
const NAME = /[a-z][A-Z]|_|error$/;
/** What an error's text begins with: people leave it out. */
const CLASS = /^[\w.]+: (?=.+ )/;
/** What a reader puts at a place that differs has at most so many words. */
const MOST_BETWEEN = 12;

/** The words of a text: quotes, brackets and points tell nothing, and people leave them out. */
function wordsOf(text: string): string[] {
  return text.replace(/(?<=\w)['’](?=\w)/g, "").match(/[\p{L}\p{N}_]+|…/gu) ?? [];
}

/**
 * The place of the one entry whose message is typed: all of it, or its beginning, middle or end, with
 * the reader's own names at the places that differ.
 */
export function meant(query: string, entries: Entry[]): number | undefined {
  const typed = wordsOf(query.replaceAll(ANY, " ").toLowerCase());
  let best: number[] = [];
  let most = 0;
  entries.forEach(({ says = [] }, at) => {
    const wordings = says.flatMap((message) => [message, message.replace(CLASS, "")]);
    const length = Math.max(0, ...wordings.map((message) => shared(typed, message)));
    if (length > most) [best, most] = [[], length];
    if (length && length === most) best.push(at);
  });
  return best.length === 1 ? best[0] : undefined;
}

/** How many letters of a message are typed, and a bit more if little of it is left; 0 if too few. */
function shared(typed: string[], message: string): number {
  const words = wordsOf(message.toLowerCase());
  const said = words.filter((word) => word !== ANY);
  const all = said.join("").length;
  const starts = [...words.map((_, at) => [0, at]), ...typed.map((_, at) => [at, 0])];
  const found = starts
    .map(([from, at]) => run(typed, from!, words, at!))
    .filter((run) =>
      run.letters < all
        ? run.words >= LEAST_WORDS && run.letters >= LEAST_SHARE * all
        : said.length > 1 || NAME.test(message),
    );
  const letters = Math.max(0, ...found.map((run) => run.letters));
  return letters && letters + 1 / words.length;
}

/** Follow both until one of them ends: how many words and letters they share, none if they differ. */
function run(typed: string[], from: number, words: string[], at: number): Shared {
  let sum = { words: 0, letters: 0 };
  for (; from < typed.length && at < words.length; from++, at++) {
    const word = words[at]!;
    if (word === ANY) return plus(sum, between(typed, from, words, at + 1));
    // The last word may still be typed.
    const same = from === typed.length - 1 ? word.startsWith(typed[from]!) : word === typed[from];
    if (!same) return NONE;
    sum = plus(sum, { words: 1, letters: typed[from]!.length });
  }
  return sum;
}

interface Shared {
  words: number;
  letters: number;
}
const NONE: Shared = { words: 0, letters: 0 };

function plus(one: Shared, other: Shared): Shared {
  return { words: one.words + other.words, letters: one.letters + other.letters };
}

/** The longest that follows a place where anything may be. */
function between(typed: string[], from: number, words: string[], at: number): Shared {
  const rests = Array.from({ length: MOST_BETWEEN }, (_, skipped) =>
    run(typed, from + skipped, words, at),
  );
  return rests.reduce((best, rest) => (rest.letters > best.letters ? rest : best), NONE);
}
