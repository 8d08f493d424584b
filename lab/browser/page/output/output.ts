/** Shows what a running program prints, line by line, as `lab/pages/fence.py` shows what was recorded. */

import type { Stream } from "../../protocol";
import { copyWhole, Frames } from "./frames";
import { type Line, PLAIN, plain, type Style, Terminal } from "./terminal";

/** Set by the build: the version of Python that the worker runs. */
declare const PYTHON: string;

/**
 * Lines are kept in groups of this many. When a reader selects all in the editor, WebKit goes
 * through the neighbours of each line: with ten thousand in one group that took 25 s, in groups of
 * a hundred 0.3 s.
 */
const NEIGHBOURS = 100;

/** The picture has numbers for so many lines: `MOST_PRINTS` in `lab/timeline/drawing.py`. */
const MOST_NUMBERS = 16;

const AT_LINE = /File "([^"]+)", line (\d+)/;

export class Output {
  readonly element = document.createElement("div");

  private readonly log = document.createElement("pre");
  private readonly code = document.createElement("code");
  private block = document.createElement("span");
  private readonly terminal = new Terminal();
  private readonly rows = new WeakMap<Line, HTMLElement>();
  private readonly complete = new WeakSet<Line>();
  private readonly frames = new Frames();

  /**
   * @param file The program's name in tracebacks.
   * @param goTo Leads to a line of the program, counted from 1.
   */
  constructor(
    private readonly file: string,
    private readonly goTo: (line: number) => void,
  ) {
    this.element.className = "lab-output lab-live no-copy";
    const label = document.createElement("span");
    label.className = "lab-label";
    label.textContent = `Output of this run, Python ${PYTHON}`;
    this.log.setAttribute("role", "log");
    this.log.setAttribute("aria-label", `Output of ${file}`);
    this.log.tabIndex = 0; // it may scroll
    this.log.append(this.code);
    this.log.addEventListener("copy", copyWhole);
    this.element.append(label, this.log);
  }

  /** Show what was printed since the last call. */
  add(pieces: [Stream, string][]): void {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    const following = scrollTop + clientHeight >= scrollHeight - 4;
    for (const [stream, text] of pieces) this.terminal.write(stream, text);
    for (const line of this.terminal.takeChanged()) this.show(line);
    if (following) this.log.scrollTop = this.log.scrollHeight;
  }

  /** Say when each line was printed and by which task; unless these are not just the lines. */
  note(notes: { text: string; when: string }[]): void {
    const rows = [...this.code.querySelectorAll<HTMLElement>(".lab-row")];
    const text = (row: HTMLElement) => row.textContent!.replace(/\n$/, "");
    if (notes.some((note, at) => !rows[at] || text(rows[at]) !== plain(note.text))) return;
    // A class, not `:has`: that would be looked for again with each line of a program that floods.
    this.element.classList.toggle("lab-numbered", notes.length > 0);
    notes.forEach((note, at) => {
      const row = rows[at]!;
      if (note.when) row.dataset.when = note.when;
      if (at < MOST_NUMBERS) row.dataset.n = String(at + 1);
    });
  }

  get isEmpty(): boolean {
    return !this.code.firstChild;
  }

  /** What went to standard error. */
  get errors(): string {
    const rows = this.code.querySelectorAll(".lab-stderr");
    return [...rows].map((row) => row.textContent).join("");
  }

  private show(line: Line): void {
    if (line.erased) {
      this.rows.get(line)?.remove();
      return;
    }
    const row = this.rows.get(line) ?? this.place(line);
    const parts = line.pieces.map(({ text, style }) =>
      style === PLAIN ? text : styled(text, style),
    );
    row.replaceChildren(...parts, line.ended ? "\n" : "");
    if (!line.ended) return;
    if (line.stream === "stderr") this.link(row);
    if (this.complete.has(line)) return;
    this.complete.add(line);
    if (line.stream === "stderr") this.frames.add(row);
    else this.frames.end();
  }

  private place(line: Line): HTMLElement {
    const row = document.createElement("span");
    row.className = line.stream === "stderr" ? "lab-row lab-stderr" : "lab-row";
    if (line.stream === "stderr") row.title = "standard error";
    this.rows.set(line, row);
    if (!this.block.parentNode || this.block.childElementCount >= NEIGHBOURS) {
      this.block = document.createElement("span");
      this.block.className = "lab-rows";
      this.code.append(this.block);
    }
    this.block.append(row);
    return row;
  }

  /** Make a traceback's line lead to the line that it names. */
  private link(row: HTMLElement): void {
    const text = row.textContent!;
    const found = AT_LINE.exec(text);
    if (!found || found[1]!.replace(/.*\//, "") !== this.file) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lab-line";
    button.textContent = found[0];
    button.addEventListener("click", () => this.goTo(Number(found[2])));
    row.replaceChildren(
      text.slice(0, found.index),
      button,
      text.slice(found.index + found[0].length),
    );
  }
}

function styled(text: string, style: Style): HTMLElement {
  const span = document.createElement("span");
  span.textContent = text;
  span.classList.toggle("lab-bold", style.bold);
  span.classList.toggle("lab-italic", style.italic);
  span.classList.toggle("lab-underline", style.underline);
  span.classList.toggle("lab-colour", style.colour !== "");
  // Its lightness is the style sheet's: it can be read in light and in dark.
  if (style.colour) span.style.setProperty("--lab-colour", style.colour);
  return span;
}
