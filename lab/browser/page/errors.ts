/**
 * Finds the page on *Errors* that explains a traceback, in the reader's own page: nothing is sent.
 *
 * What people paste is messy: logs with timestamps, frames drawn around lines, JSON, pytest's `E`,
 * parts cut off. So a message is looked for anywhere in the text, with all white space made equal.
 */

import known from "./errors.json" with { type: "json" };
import { plain } from "./pasted.ts";

/** One wording of an error. */
interface Message {
  /** `…` is any text. */
  says: string;
  until?: string;
  since?: string;
  /** What printed it, if no program of ours does. */
  old?: string;
  /** One of these has to be in the text, too: other libraries use the same words. */
  also?: string[] | keyof typeof SHARED;
  /** None of these may be in it. */
  unless?: string[] | keyof typeof SHARED;
  /** It is in the frame that raises the error: for a text whose last lines are cut off. */
  frame?: true;
  /**
   * The text ends with it, so the error below it is cut off: only signs follow its last `word`, or
   * the rest of its `line`. It calls what can fail in one way only.
   */
  last?: "word" | "line";
  /** Code asks whether there is a loop, and goes on without one: see `isPassed`. */
  asked?: true;
  /** It is a headline, which explains nothing where a library's own error follows. */
  own?: true;
}

/** Lists that many messages need. */
const SHARED = {
  asyncio: [
    "asyncio",
    "aiohttp",
    "uvloop",
    "ClientOSError",
    "ClientConnector",
    "handle_async_request",
    "httpcore/_async",
    "httpx.ConnectError",
    "anyio/",
    "<Task finished",
    "<Future finished",
    "Future exception was never retrieved",
    "Task exception was never retrieved",
  ],
  /** Libraries that don't know asyncio. */
  blocking: [
    "urllib3",
    "urllib/request",
    "requests.exceptions",
    "/http/client.py",
    "multiprocessing",
    "paramiko",
    "psycopg",
    "pymysql",
    "redis/connection.py",
    "socket.create_connection",
    "httpcore/_sync",
    "smtplib",
    "pymongo",
    "kombu",
    "pika/",
  ],
};

/** An error that a page explains. */
export interface Known {
  /** Below the site's root, with the anchor of its entry. */
  page: string;
  title: string;
  says: Message[];
  /** 1 is a cause; what has a higher number is often only a consequence: see `byCause`. */
  rank: number;
  provokedBy?: string;
  fixedBy?: string;
}

/** How far apart the two ends of a `…` may be. */
const MOST_BETWEEN = 400;
/** The same for `<…>`: a task names its coroutine, its callbacks and where each was made. */
const MOST_IN_BRACKETS = 2000;

/** The packages whose errors the pages explain. */
const OURS = "(?:asyncio|concurrent|aiohttp|anyio|websockets|builtins|exceptiongroup)[\\w.]*\\.";
/** How asyncio's own source raises its errors. */
const RAISED = "raise ?exceptions\\.";
/** The last line of a traceback, of an error that another package has defined. */
const FOREIGN = new RegExp(
  `(?:^|(?<!except) )(?!${OURS})[a-z_]\\w*(?:\\.\\w+)*\\.[A-Z]\\w*(?:: |$)`,
);

/** How many letters of a word, and of a sentence, are enough where a text is cut off in it. */
const LEAST_OF_A_WORD = 8;
const LEAST_OF_A_SENTENCE = 10;
/** Where a text is cut off: at its end, or before the dots of a summary. */
const CUT = /\.\.\.|…|$/g;
/** What begins like this says what it means only at its end. */
const TELLS_AT_ITS_END =
  /^(?:got an|can(?:no|')t (?:pickle|import)|No module|Exception ignored|type object|module '|from |of type)/i;

/** Errors from this rank on say little: a timeout, an error nobody asked for, a cancellation. */
const VAGUE = 4;
/** The rank of an error that a program went on after: even a timeout says more. */
const PASSED = VAGUE + 0.5;

/** The rank of an error in the clean-up of an object: a loop that is closed says as much. */
const CLEAN_UP = 2;

/** What may follow a message that a text ends with. The quotes of a further frame may not. */
const REST = { word: "\\W*$", line: '[^"]{0,100}$' };

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** An error is shown as `Name: text` or as `Name('text')`. */
const SHOWN = "(?:: ?|\\(\\W?)";

function pattern(message: string): string {
  return escaped(message)
    .replaceAll("<…", `<.{0,${MOST_IN_BRACKETS}}?`)
    .replaceAll("…", `.{0,${MOST_BETWEEN}}?`)
    .replace(/(?<=Error): ?/, SHOWN);
}

/**
 * What may come before a message. A word is whole: `QueueFull` isn't the end of `MyQueueFull`, and
 * the `TimeoutError` of another package is another one.
 */
function before(message: string): string {
  if (/^[A-Z]\w+$/.test(message)) return `(?<=^|[^\\w.]|${OURS}|${RAISED})`;
  return /^\w/.test(message) ? "(?<!\\w)" : "";
}

/** The same where no white space shows the begin of a word. */
function guard(message: string): string {
  return /^[A-Z]\w+$/.test(message) ? `(?<=^|[^.]|${OURS}|${RAISED})` : "";
}

function after({ last }: Message): string {
  return last ? REST[last] : "";
}

/** People write a sentence with a small letter; the name of a class has its letters. */
function flags(message: string): string {
  return message.includes(" ") ? "i" : "";
}

const messages = (known as Known[]).flatMap((error) =>
  error.says.map((message) => ({
    error,
    ...message,
    words: new RegExp(
      before(message.says) + pattern(message.says) + after(message),
      flags(message.says),
    ),
    /** The same for a text without any white space. */
    letters: new RegExp(
      guard(message.says) + pattern(message.says.replace(/\s/g, "")) + after(message),
      flags(message.says),
    ),
  })),
);

/** How far into a text an error is, and how near to its cause: the rank of the error, or more. */
interface Place {
  at: number;
  rank: number;
}
type Found = Map<Known, Place>;

/** The errors in a text that pages explain: the cause first. */
export function find(text: string): Known[] {
  const words = plain(text);
  // A box may have broken a message in the middle of a word.
  const letters = words.replace(/\s/g, "");
  const found: Found = new Map();
  const small = letters.toLowerCase();
  const foreign = FOREIGN.test(words);
  const possible = messages.filter(
    (message) => !message.frame && !(message.own && foreign) && fits(message, small),
  );
  for (const message of possible) look(message, message.words, words, found);
  const clear = [...found.keys()].some(({ rank }) => rank < VAGUE);
  for (const message of possible) {
    // A single word could be the end of another one.
    if (clear && !message.says.includes(" ")) continue;
    if (!found.has(message.error)) look(message, message.letters, letters, found);
  }
  if (![...found.keys()].some(({ rank }) => rank < VAGUE)) {
    const frames = messages.filter((message) => message.frame && fits(message, small));
    for (const frame of frames) look(frame, frame.words, words, found);
    if (!found.size) lookForACut(words, small, found);
  }
  return [...found].sort(byCause).map(([error]) => error);
}

/**
 * Whether one of two errors in a text led to the other. The first rule that tells them apart counts:
 *
 * 1. What only reports another error follows from it, wherever it is in the text: the headline of a
 *    task or of a group of errors, which Python prints above the errors in it; a warning about what
 *    an error has left open; a timeout, which begins with the cancellation that it asked for.
 * 2. What comes first in the text led to what comes later: Python prints a cause above "The above
 *    exception was the direct cause", and the first of two errors above "During handling". The
 *    records of a log are in the order of time.
 */
function byCause([, one]: [Known, Place], [, other]: [Known, Place]): number {
  return one.rank - other.rank || one.at - other.at;
}

/** What follows an error that was caught, after the rest of its own line. */
const CAUGHT = /^(?: in thread)?(?: '[^']*')?\.? During handling of the above exception/;

/**
 * Whether a program went on after an error that only answers a question: it caught the error and
 * did something else, which failed, too; or the error is a warning. Its last line tells: a line of
 * the source that raises it may come before.
 */
function isPassed(text: string, says: string): boolean {
  const at = text.lastIndexOf(says);
  const after = text.slice(at + says.length);
  return at >= 0 && (CAUGHT.test(after) || text.slice(0, at).endsWith("DeprecationWarning: "));
}

/** A headline of Python, and the begin of the traceback that it prints below it. */
const CLEAN_UP_BEGINS =
  /Exception ignored (?:in|while)[^>]*> ?Traceback \(most recent call last\):$/;

/** Whether an error is from the clean-up of an object: what goes wrong there has a cause before. */
function isOfCleanUp(text: string, at: number): boolean {
  const traceback = "Traceback (most recent call last):";
  const begin = text.lastIndexOf(traceback, at);
  return begin >= 0 && CLEAN_UP_BEGINS.test(text.slice(0, begin + traceback.length));
}

/** Whether a text, small letters without white space, has what a message needs beside its words. */
function fits({ also, unless }: Message, letters: string): boolean {
  const holds = (part: string) => letters.includes(part.replace(/\s/g, "").toLowerCase());
  return (!also || parts(also).some(holds)) && !(unless && parts(unless).some(holds));
}

function parts(list: string[] | keyof typeof SHARED): string[] {
  return typeof list === "string" ? SHARED[list] : list;
}

/** Note the error of a message, and how far into the text it is, if it's there. */
function look(message: (typeof messages)[number], by: RegExp, text: string, found: Found): void {
  const match = by.exec(text);
  if (!match) return;
  const passed = message.asked && isPassed(text, message.says);
  const least = passed ? PASSED : isOfCleanUp(text, match.index + match[0].length) ? CLEAN_UP : 0;
  const rank = Math.max(least, message.error.rank);
  const at = match.index / text.length;
  const known = found.get(message.error);
  found.set(message.error, {
    at: Math.min(at, known?.at ?? at),
    rank: Math.min(rank, known?.rank ?? rank),
  });
}

/** Note the error whose message a text is cut off in, if that can be only one. */
function lookForACut(text: string, small: string, found: Found): void {
  const tails = [...text.matchAll(CUT)].map(({ index }) => text.slice(0, index).trimEnd());
  const begun = messages
    .filter(({ says }) => !TELLS_AT_ITS_END.test(says) && !says.includes(" raise "))
    .filter((message) => fits(message, small))
    .map(({ error, says }) => ({ error, length: Math.max(...tails.map((t) => shared(says, t))) }));
  const most = Math.max(...begun.map(({ length }) => length));
  const errors = new Set(begun.filter(({ length }) => length === most).map(({ error }) => error));
  const [error] = errors;
  if (most > 0 && error && errors.size === 1) found.set(error, { at: 1, rank: error.rank });
}

/** How many letters of a message a text ends with; 0 if they are too few to tell. */
function shared(message: string, tail: string): number {
  const [words = ""] = message.split("…");
  const name = /^[\w.]+: /.exec(words)?.[0].length ?? 0;
  const first = words.indexOf(" ", name);
  // The first word of a sentence can be the last one of another.
  const least =
    name + (first < 0 ? LEAST_OF_A_WORD : Math.max(LEAST_OF_A_SENTENCE, first - name + 2));
  for (let length = words.length - 1; length >= least; length--) {
    if (!tail.endsWith(words.slice(0, length))) continue;
    return /\w$/.test(tail.slice(0, -length)) ? 0 : length;
  }
  return 0;
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
