/**
 * Finds the page on *Errors* that explains a traceback, in the reader's own page: nothing is sent.
 *
 * What people paste is messy: logs with timestamps, frames drawn around lines, JSON, pytest's `E`,
 * parts cut off. So a message is looked for anywhere in the text, with all white space made equal.
 */

import known from "./errors.json" with { type: "json" };

/** An error that a page explains. */
export interface Known {
  /** Below the site's root, with the anchor of its entry. */
  page: string;
  title: string;
  /** Its messages; `…` is any text. `old`: what printed it, if nothing does any more. */
  says: { says: string; until?: string; since?: string; old?: string }[];
  /** Texts that have to be there, too. */
  also?: string[];
  /** 1 is a cause; what has a higher number is often only a consequence. */
  rank: number;
  provokedBy?: string;
  fixedBy?: string;
}

/** Colours, and the frames that Rich, loguru and others draw around a traceback. */
const DECORATION = /\x1b\[[0-9;]*[A-Za-z]|[\u2500-\u257f]|^\s*(?:E|>)\s+(?=\S)/gm;
/** What stands before each line in a log: a service, a time, a level. */
const PREFIX =
  /^(?:[\w.-]+ +\| +|\w{3} +\d+ [\d:]{8} \S+ \S+?(?:\[\d+\])?: |\[?\d{4}-\d\d-\d\d[T ][\d:.,]+Z?\]?(?: [+-]\d+)?[ |]*(?:\[?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\]?[ |:-]*)?)/gm;
/** How far apart the two ends of a `…` may be. */
const MOST_BETWEEN = 400;

/** Errors from this rank on say little: a timeout, a cancellation. */
const VAGUE = 5;

/** A pasted text without what differs between terminals, loggers and files. */
export function plain(text: string): string {
  return text
    .replaceAll("\\n", "\n") // JSON
    .replaceAll('\\"', '"')
    .replace(/\r\n?/g, "\n")
    .replace(DECORATION, "")
    .replace(PREFIX, "")
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\s+/g, " ");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function pattern(message: string): RegExp {
  const parts = message.split("…").map(escaped);
  // A word is whole: `QueueFull` isn't the end of `MyQueueFull`.
  const start = /^\w/.test(message) ? "(?<!\\w)" : "";
  return new RegExp(start + parts.join(`.{0,${MOST_BETWEEN}}?`));
}

/** The same for a text without any white space. */
function squeezed(message: string): RegExp {
  const parts = message.replace(/\s/g, "").split("…").map(escaped);
  return new RegExp(parts.join(`.{0,${MOST_BETWEEN}}?`));
}

const messages = (known as Known[]).flatMap((error) =>
  error.says.map(({ says }) => ({ error, words: pattern(says), letters: squeezed(says) })),
);

/** The errors in a text that pages explain: the cause first. */
export function find(text: string): Known[] {
  const words = plain(text);
  const found = findIn(words, "words");
  if (found[0] && found[0].rank < VAGUE) return found;
  // A box may have broken a message in the middle of a word.
  return findIn(words.replace(/\s/g, ""), "letters");
}

function findIn(text: string, by: "words" | "letters"): Known[] {
  const found = new Map<Known, number>();
  for (const { error, [by]: message } of messages) {
    const at = text.search(message);
    if (at < 0 || !(error.also ?? []).every((also) => text.includes(also))) continue;
    found.set(error, Math.min(at, found.get(error) ?? Infinity));
  }
  return [...found]
    .sort(([one, at], [other, later]) => one.rank - other.rank || at - later)
    .map(([error]) => error);
}

/** This script is in `assets/run/`. */
const ROOT = new URL("../../", import.meta.url);

function link(error: Known, words: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = new URL(error.page, ROOT).href;
  link.textContent = words;
  return link;
}

/** A line that leads to what a run's error means; nothing if no page knows it. */
export function explanation(printed: string): HTMLElement | undefined {
  const [cause] = find(printed);
  if (!cause) return undefined;
  const line = document.createElement("p");
  line.className = "lab-meaning";
  line.append(link(cause, "What does this mean?"));
  return line;
}

/** Put the box into which a traceback is pasted into the room that a page keeps for it. */
export function addBox(place: HTMLElement): void {
  const label = document.createElement("label");
  const box = document.createElement("textarea");
  const answer = document.createElement("div");
  label.append("Your traceback, or a part of it", box);
  box.rows = 8;
  box.spellcheck = false;
  answer.setAttribute("role", "status");
  place.append(label, answer);
  box.addEventListener("input", () => {
    const [cause, ...others] = find(box.value);
    answer.replaceChildren();
    if (!box.value.trim()) return;
    const words = document.createElement("p");
    answer.append(words);
    if (!cause) {
      words.append("I don't know this one. ");
      words.append("Look at the last line of the traceback, and search for its words.");
      return;
    }
    words.append("This is ", link(cause, cause.title), ".");
    if (!others.length) return;
    const rest = document.createElement("p");
    rest.append("The text also has ");
    others.forEach((error, at) => {
      if (at) rest.append(at === others.length - 1 ? " and " : ", ");
      rest.append(link(error, error.title));
    });
    rest.append(". What comes first here is the likely cause.");
    answer.append(rest);
  });
}
