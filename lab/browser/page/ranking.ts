/**
 * What comes first in the site's search. Material's worker finds every entry that has one of the
 * words, and orders them by how rare a word is in a long text: `await` in a heading outweighs a
 * section that has all the words. Here an entry counts by how many of the words it has, and where.
 * The entry whose error message was typed comes first.
 *
 * `lab/publish/search.py` writes what this reads.
 */

import { meant } from "./typed";

/** What the search knows of a page or of one of its sections. */
export interface Entry {
  location: string;
  title: string;
  text: string;
  /** How much it counts, by the kind of page. */
  boost: number;
  /** What people type who look for it. */
  asked?: string[];
  /** The messages that it explains. */
  says?: string[];
}

/** What comes with the entries. */
export interface Words {
  /** Words that say next to nothing about what is looked for. */
  ignored: string[];
  /** Groups of words that mean the same to a reader. */
  same: string[][];
}

export interface Score {
  score: number;
  /** The words of the question, and whether the entry has them. */
  terms: Record<string, boolean>;
}

/** How much a word counts: in the heading that fits best, in the entry's others, in the text. */
const [ELSEWHERE_IN_TITLES, IN_TEXT, OFTEN_IN_TEXT] = [0.5, 0.3, 0.3];
/** How much it counts that many phrases of an entry have a word: that's what it is about. */
const [TOPIC, OFTEN] = [0.3, 2];
/** In a program or its output: long ones have nearly any word. */
const IN_CODE = 0.15;
const CODE = /<pre[^]*?<\/pre>/g;
/** A word in place of the one that was typed. */
const INSTEAD = 0.8;
/** One word of two is worth less than half. */
const STEEP = 1.2;
/** How much it counts that a heading, or a message, says nothing else. */
const [EXACT, EXACT_MESSAGE] = [0.4, 0.6];
/** How rare a word is that says next to nothing: it tells `when to use asyncio` from `asyncio`. */
const NEARLY_NOTHING = 0.1;
/** What is in fewer entries counts no more: a rare word is often one that the reader chose. */
const RARE = 40;
/** A question for a meaning: the glossary answers it, an error's entry doesn't. */
const MEANING = /^what('?s| is| are)\b|\b(meaning|definition|explained)\b/i;
const [GLOSSARY_FOR_MEANING, ERROR_FOR_MEANING] = [1.35, 0.5];

type Stems = Set<string>;

interface Phrase {
  stems: Stems;
  /** How much it counts that the question has all of it. */
  exact: number;
}

interface Known {
  entry: Entry;
  /** Its heading, what people type instead, and messages. */
  phrases: Phrase[];
  /** The words of its own and its page's heading, and of what people type instead. */
  titles: Stems;
  /** The words of its text, and how often each is there. */
  text: Map<string, number>;
  /** The words of its programs. */
  code: Stems;
}

/** The entries, in an order for each question. */
export class Ranking {
  private readonly known: Known[];
  /** In how many entries a word is. */
  private readonly entriesWith = new Map<string, number>();
  private readonly titleWords = new Map<string, number>();
  private readonly ignored: Set<string>;
  private readonly same = new Map<string, string[]>();

  constructor(entries: Entry[], words: Words) {
    this.ignored = new Set(words.ignored.map(stem));
    for (const group of words.same) {
      const stems = group.map(stem);
      for (const one of stems) this.same.set(one, [...(this.same.get(one) ?? []), ...stems]);
    }
    const titles = new Map(entries.map(({ location, title }) => [location, plain(title)]));
    this.known = entries.map((entry) => {
      const title = titles.get(entry.location)!;
      const page = entry.location.split("#")[0]!;
      for (const word of wordsOf(title)) count(this.titleWords, word.toLowerCase());
      const asked = [title, ...(entry.asked ?? [])];
      const known = {
        entry,
        phrases: [
          ...asked.map((phrase) => ({ stems: stemsIn(phrase), exact: EXACT })),
          ...(entry.says ?? []).map((one) => ({ stems: stemsIn(one), exact: EXACT_MESSAGE })),
        ],
        titles: stemsIn([...asked, titles.get(page) ?? ""].join(" ")),
        text: new Map<string, number>(),
        code: stemsIn(plain((entry.text.match(CODE) ?? []).join(" "))),
      };
      for (const one of wordsOf(plain(entry.text.replace(CODE, " "))).flatMap(stemsOf)) {
        if (!this.ignored.has(one)) count(known.text, one);
      }
      const all = new Set([
        ...known.text.keys(),
        ...known.code,
        ...known.phrases.flatMap(({ stems }) => [...stems]),
      ]);
      for (const one of all) count(this.entriesWith, one);
      return known;
    });
  }

  /** What Material's worker has to look for, to find every entry that has a score. */
  termsFor(question: string): string[] {
    const found = this.telling(this.questionWords(question)).flatMap(({ word, alternatives }) => [
      word,
      ...alternatives.keys(),
    ]);
    return [...new Set(found)];
  }

  /** How well each entry answers, by its address; only those that have a word of the question. */
  scores(question: string): Map<string, Score> {
    const scores = this.scoresByWords(question);
    const at = meant(
      question,
      this.known.map(({ entry }) => entry),
    );
    const score = at === undefined ? undefined : scores.get(this.known[at]!.entry.location);
    if (score) score.score = 1 + Math.max(...[...scores.values()].map(({ score }) => score));
    return scores;
  }

  private scoresByWords(question: string): Map<string, Score> {
    const words = this.questionWords(question).map((one) => ({ ...one, weight: this.weight(one) }));
    const total = words.reduce((sum, { weight }) => sum + weight, 0);
    const telling = this.telling(words);
    const forMeaning = MEANING.test(question.trim());
    const scores = new Map<string, Score>();
    for (const known of this.known) {
      const elsewhere = words.map(({ alternatives }) => creditElsewhere(alternatives, known));
      const said = words.map(() => 0);
      let best = this.scoreOf(elsewhere, words, 0, EXACT);
      for (const { stems, exact } of known.phrases) {
        const inPhrase = words.map(({ alternatives }) => creditIn(alternatives, stems));
        if (inPhrase.every((credit) => credit === 0)) continue;
        inPhrase.forEach((credit, at) => (said[at] = said[at]! + credit));
        const credits = inPhrase.map((credit, at) => Math.max(credit, elsewhere[at]!));
        best = Math.max(best, this.scoreOf(credits, words, this.covered(stems, words), exact));
      }
      if (best === 0) continue;
      const often =
        words.reduce((sum, { weight }, at) => sum + weight * (said[at]! / (said[at]! + OFTEN)), 0) /
        total;
      const terms = telling.map(({ word }): [string, boolean] => {
        const at = words.findIndex((one) => one.word === word);
        return [word, elsewhere[at]! > 0 || said[at]! > 0];
      });
      scores.set(known.entry.location, {
        score:
          best *
          (1 + TOPIC * often) *
          known.entry.boost *
          (forMeaning ? boostForMeaning(known.entry) : 1),
        terms: Object.fromEntries(terms),
      });
    }
    return scores;
  }

  private scoreOf(credits: number[], words: Weighed[], covered: number, exact: number): number {
    let [got, all] = [0, 0];
    words.forEach(({ weight }, at) => {
      got += weight * credits[at]!;
      all += weight;
    });
    return (got / all) ** STEEP * (1 - exact + exact * covered);
  }

  /** The end of the word that is being typed, as headings have it. */
  completion(question: string): string | undefined {
    const last = /[\w]+$/.exec(question.toLowerCase())?.[0];
    if (last === undefined) return undefined;
    const fitting = [...this.titleWords].filter(([word]) => word.startsWith(last));
    return fitting.sort((one, other) => other[1] - one[1])[0]?.[0];
  }

  /** The words of the question, each with the words that do as well. */
  private questionWords(question: string): QuestionWord[] {
    const typed = wordsOf(question.toLowerCase()).flatMap((word) => this.pieces(word));
    const words = [...new Set(typed)];
    return words.map((word, at) => {
      const alternatives = this.alternatives(word, at === words.length - 1);
      // `time out` is `timeout`.
      for (const joined of [`${words[at - 1]}${word}`, `${word}${words[at + 1]}`].map(stem)) {
        if (this.entriesWith.has(joined) && !alternatives.has(joined))
          alternatives.set(joined, INSTEAD);
      }
      return { word, alternatives };
    });
  }

  /** The words that say what is looked for; all of them if none does. */
  private telling<Word extends QuestionWord>(words: Word[]): Word[] {
    const found = words.filter(({ word }) => !this.ignored.has(stem(word)));
    return found.length > 0 ? found : words;
  }

  /** A word that is nowhere, as two words that are: `ratelimit`, `webscraper`. */
  private pieces(word: string): string[] {
    if (this.isKnown(stem(word))) return [word];
    for (let at = SHORTEST; at <= word.length - SHORTEST; at++) {
      const two = [word.slice(0, at), word.slice(at)];
      if (two.every((piece) => this.isKnown(stem(piece)))) return two;
    }
    return [word];
  }

  private isKnown(one: string): boolean {
    return this.entriesWith.has(one) || this.same.has(one);
  }

  /**
   * A word's stem, and what does as well: the words of its group. Of a word that is nowhere: the
   * parts of a name, what an unfinished word may become, and what is one letter away.
   */
  private alternatives(word: string, isLast: boolean): Map<string, number> {
    const own = stem(word);
    const found = new Map((this.same.get(own) ?? []).map((other) => [other, INSTEAD]));
    found.set(own, 1);
    if (this.isKnown(own)) return found;
    const words = [...this.entriesWith.keys(), ...this.same.keys()];
    const others = partsOf(word).map(stem);
    if (isLast) others.push(...words.filter((known) => known.startsWith(word)));
    if (others.length === 0 && word.length >= LONG_ENOUGH_FOR_A_SLIP)
      others.push(...words.filter((known) => isSlip(own, known)));
    for (const other of others.flatMap((one) => [one, ...(this.same.get(one) ?? [])]))
      found.set(other, INSTEAD);
    return found;
  }

  /** How much a word of the question counts: a rare one more than one that is everywhere. */
  private weight({ alternatives }: QuestionWord): number {
    const [own] = [...alternatives].find(([, credit]) => credit === 1)!;
    return this.rarity(own);
  }

  private rarity(one: string): number {
    if (this.ignored.has(one)) return NEARLY_NOTHING;
    const entries = Math.max(RARE, this.entriesWith.get(one) ?? 0);
    return Math.log(1 + this.known.length / (1 + entries));
  }

  /** How much of a phrase the question says. */
  private covered(phrase: Stems, words: QuestionWord[]): number {
    let [said, all] = [0, 0];
    for (const one of phrase) {
      const rarity = this.rarity(one);
      all += rarity;
      if (words.some(({ alternatives }) => alternatives.has(one))) said += rarity;
    }
    return all === 0 ? 0 : said / all;
  }
}

interface Weighed extends QuestionWord {
  weight: number;
}

interface QuestionWord {
  word: string;
  /** Stems, and how much each counts. */
  alternatives: Map<string, number>;
}

/** How much a word counts where a phrase has it. */
function creditIn(alternatives: Map<string, number>, phrase: Stems): number {
  let best = 0;
  for (const [one, value] of alternatives) if (phrase.has(one)) best = Math.max(best, value);
  return best;
}

/** How much a word counts in an entry whose phrase doesn't have it. */
function creditElsewhere(alternatives: Map<string, number>, known: Known): number {
  let best = 0;
  for (const [one, value] of alternatives) {
    const times = known.text.get(one) ?? 0;
    const place = Math.max(
      known.titles.has(one) ? ELSEWHERE_IN_TITLES : 0,
      times > 0 ? IN_TEXT + OFTEN_IN_TEXT * (1 - 1 / times) : 0,
      known.code.has(one) ? IN_CODE : 0,
    );
    best = Math.max(best, value * place);
  }
  return best;
}

function boostForMeaning({ location }: Entry): number {
  if (location.startsWith("reference/glossary/")) return GLOSSARY_FOR_MEANING;
  return location.startsWith("errors/") ? ERROR_FOR_MEANING : 1;
}

function count(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"' };

/** The text of a piece of HTML. */
function plain(html: string): string {
  return html.replace(/<[^>]+>/g, " ").replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? " ");
}

/** The words of a text; a name is one word. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** The stems of a phrase. */
function stemsIn(phrase: string): Stems {
  return new Set(wordsOf(phrase).flatMap(stemsOf));
}

/** The stems of a word, and of the parts of a name. */
function stemsOf(word: string): string[] {
  return [word, ...partsOf(word)].map((one) => stem(one.toLowerCase()));
}

/** The parts of a name: `create_task` and `TaskGroup` have two. */
function partsOf(word: string): string[] {
  const parts = word.split(/_+|(?<=[a-z])(?=[A-Z])/).filter((part) => part !== "");
  return parts.length > 1 ? parts : [];
}

/** In shorter words, one letter makes another word. */
const LONG_ENOUGH_FOR_A_SLIP = 5;

/** Whether two words differ by one letter that is missing, too many or wrong, or by two swapped. */
function isSlip(one: string, other: string): boolean {
  if (one[0] !== other[0] || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const [rest, otherRest] = [one.slice(start), other.slice(start)];
  const swapped = otherRest.slice(0, 2).split("").reverse().join("") + otherRest.slice(2);
  return (
    [rest, rest.slice(1)].includes(otherRest.slice(1)) ||
    rest.slice(1) === otherRest ||
    rest === swapped
  );
}

/** A shorter word has no ending. */
const SHORT = 4;
/** A shorter word is no part of another. */
const SHORTEST = 3;

/** A word without its ending: what `stops`, `stopped` and `stopping` have in common. */
export function stem(word: string): string {
  if (word.length < SHORT || word.includes("_")) return word;
  const singular = word.replace(/ies$/, "y").replace(/(?<![sui])s$/, "");
  const root = /^(.*[aeiouy].*)(?:ing|ed)$/.exec(singular)?.[1] ?? singular;
  const bare = root.length < SHORT - 1 ? singular : root;
  return bare.replace(/([bdglmnprt])\1$/, "$1").replace(/(?<=...)e$/, "");
}
