/**
 * What a terminal makes of a program's output: lines that a cursor can go back to, in colours. Shows
 * nothing: `output.ts` does. Knows what progress bars and coloured logs use; other control sequences
 * leave no trace.
 */

import type { Stream } from "../../protocol";

/** A cursor reaches no line further up than a terminal is high. */
const HEIGHT = 24;
/** And no column further to the right, unless there is text. */
const WIDTH = 500;
const TAB = 8;

/** How a character looks. Backgrounds are left out, so that each colour can be read on the page's own. */
export interface Style {
  /** Any CSS colour; empty: that of the stream. */
  readonly colour: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
}

export const PLAIN: Style = { colour: "", bold: false, italic: false, underline: false };

interface Cell {
  text: string;
  style: Style;
}

const BLANK: Cell = { text: " ", style: PLAIN };

export class Line {
  readonly cells: Cell[] = [];
  /** Whether a newline has been printed at its end. */
  ended = false;
  /** Whether the program has cleared it off the screen. */
  erased = false;

  constructor(readonly stream: Stream) {}

  /** Its text, in pieces of one style. */
  get pieces(): Cell[] {
    const pieces: Cell[] = [];
    let last: Cell | undefined;
    for (const { text, style } of this.cells) {
      if (last?.style === style) last.text += text;
      else pieces.push((last = { text, style }));
    }
    return pieces;
  }
}

// ECMA-48: a control sequence, a string that a terminal keeps for itself, other escapes.
const SEQUENCE = "\\x1b\\[([0-?]*)[ -/]*([@-~])";
const OWN = "\\x1b[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)";
const OTHER = "\\x1b[ -/]*[0-OQ-WYZ\\\\`-~]";
const TOKEN = new RegExp(`${SEQUENCE}|${OWN}|${OTHER}|[\\0-\\x1f\\x7f]|[^\\0-\\x1f\\x7f]+`, "g");
/** A sequence whose end may be on its way. */
const UNFINISHED = /\x1b(?:\[[0-?]{0,50}[ -/]{0,9}|[\]PX^_][^\x07\x1b]{0,2000}\x1b?|[ -/]{0,9})?$/;

/** Text without what only a terminal understands. */
export function plain(text: string): string {
  return text.replace(TOKEN, (token) => (token >= " " && token !== "\x7f" ? token : ""));
}

export class Terminal {
  /** The lines that the cursor can reach. */
  private readonly lines: Line[] = [];
  /** The cursor's line: one of these, or the next one. */
  private at = 0;
  private column = 0;
  private style = PLAIN;
  private readonly unfinished = { stdout: "", stderr: "" };
  private changed = new Set<Line>();

  /** Take what was printed. */
  write(stream: Stream, printed: string): void {
    const text = this.unfinished[stream] + printed;
    const rest = UNFINISHED.exec(text)?.[0] ?? "";
    this.unfinished[stream] = rest;
    for (const match of text.slice(0, text.length - rest.length).matchAll(TOKEN)) {
      const [token, numbers, action] = match;
      if (action) this.obey(action, numbers!);
      else if (token[0] === "\x1b") token === "\x1bc" && this.clear();
      else if (token < " " || token === "\x7f") this.control(stream, token);
      else this.put(stream, token);
    }
  }

  /** The lines that are new or have changed since the last call, in order. */
  takeChanged(): Iterable<Line> {
    const changed = this.changed;
    this.changed = new Set();
    return changed;
  }

  private put(stream: Stream, text: string): void {
    const { cells } = this.line(stream);
    while (cells.length < this.column) cells.push(BLANK);
    for (const character of text) cells[this.column++] = { text: character, style: this.style };
  }

  private control(stream: Stream, character: string): void {
    if (character === "\n") {
      this.line(stream).ended = true;
      this.at += 1;
      this.column = 0;
      if (this.lines.length <= HEIGHT) return;
      this.lines.shift();
      this.at -= 1;
    } else if (character === "\r") this.column = 0;
    else if (character === "\b") this.column = Math.max(0, this.column - 1);
    else if (character === "\t") this.tab(stream);
  }

  /** A tab is kept as one, for those who copy it; it takes the room that it shows. */
  private tab(stream: Stream): void {
    const stop = this.column + TAB - (this.column % TAB);
    const { cells } = this.line(stream);
    if (this.column >= cells.length) {
      this.put(stream, "\t");
      while (cells.length < stop) cells.push({ text: "", style: this.style });
    }
    this.column = stop;
  }

  /** The cursor's line, for a stream: each has its own. */
  private line(stream: Stream): Line {
    let line = this.lines[this.at];
    const last = this.at === this.lines.length - 1;
    if (line && last && line.stream !== stream && !line.ended) {
      line = undefined;
      this.at += 1;
      this.column = 0;
    }
    if (!line) this.lines.push((line = new Line(stream)));
    this.changed.add(line);
    return line;
  }

  private obey(action: string, parameters: string): void {
    const numbers = parameters.split(/[;:]+/).map(Number);
    const [number = 0] = numbers;
    const count = number || 1;
    const lowest = Math.max(this.at, this.lines.length - 1);
    if (action === "m") this.restyle(numbers);
    if ("AF".includes(action)) this.at = Math.max(0, this.at - count);
    if ("BE".includes(action)) this.at = Math.min(lowest, this.at + count);
    if ("EF".includes(action)) this.column = 0;
    if (action === "C") this.column = Math.min(Math.max(WIDTH, this.column), this.column + count);
    if (action === "D") this.column = Math.max(0, this.column - count);
    if (action === "G") this.column = Math.min(WIDTH, count - 1);
    if ("Hf".includes(action)) {
      this.at = Math.min(lowest, count - 1);
      this.column = Math.min(WIDTH, (numbers[1] || 1) - 1);
    }
    if (action === "K") this.eraseLine(number);
    if (action === "J" && number >= 2) this.clear();
    if (action === "J" && number === 0) {
      this.eraseLine(0);
      this.erase(this.at + 1);
    }
  }

  private eraseLine(which: number): void {
    const line = this.lines[this.at];
    if (!line) return;
    if (which === 0) line.cells.splice(this.column);
    if (which === 1) line.cells.fill(BLANK, 0, this.column + 1);
    if (which === 2) line.cells.length = 0;
    this.changed.add(line);
  }

  private clear(): void {
    this.erase(0);
    this.at = 0;
  }

  private erase(from: number): void {
    for (const line of this.lines.splice(from)) {
      line.erased = true;
      this.changed.add(line);
    }
  }

  /** "Select graphic rendition". */
  private restyle(numbers: number[]): void {
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at]!;
      if (number === 38 || number === 48) {
        const colour = extended(numbers.slice(at + 1));
        if (number === 38) this.style = { ...this.style, colour };
        at += numbers[at + 1] === 5 ? 2 : 4;
      } else this.style = number === 0 ? PLAIN : { ...this.style, ...STYLES.get(number) };
    }
    const { colour, bold, italic, underline } = this.style;
    if (!colour && !bold && !italic && !underline) this.style = PLAIN;
  }
}

const COLOURS =
  "#000 #c00 #080 #870 #04c #a0a #077 #aaa #777 #f33 #0c0 #cb0 #48f #f3f #0cc #fff".split(" ");

/** What a number of `m` changes. */
const STYLES = new Map<number, Partial<Style>>([
  [1, { bold: true }],
  [3, { italic: true }],
  [4, { underline: true }],
  [22, { bold: false }],
  [23, { italic: false }],
  [24, { underline: false }],
  [39, { colour: "" }],
]);
for (let index = 0; index < 8; index++) {
  STYLES.set(30 + index, { colour: COLOURS[index]! });
  STYLES.set(90 + index, { colour: COLOURS[index + 8]! });
}

/** One of 256 colours, `5;n`, or any: `2;red;green;blue`. */
function extended([kind, ...numbers]: number[]): string {
  const [first = 0, green = 0, blue = 0] = numbers.map((number) => number & 255);
  if (kind === 2) return `rgb(${first} ${green} ${blue})`;
  if (first < 16) return COLOURS[first]!;
  if (first >= 232)
    return `rgb(${Array(3)
      .fill(8 + 10 * (first - 232))
      .join(" ")})`;
  // A cube of 6 by 6 by 6.
  const level = (digit: number) => (digit ? 55 + 40 * digit : 0);
  const place = first - 16;
  return `rgb(${[place / 36, (place / 6) % 6, place % 6].map((digit) => level(Math.floor(digit))).join(" ")})`;
}
