/** The source that a figure shows: as the page was built, or in an editor; and marks on its lines. */

import type { Editor } from "./editor";
import { type Place, tagsByLine } from "./steps/tags";

export type Mark = "at" | "error" | "task";

export class Code {
  /** Called after each change by the reader. */
  changed: () => void = () => {};

  private readonly block: HTMLElement;
  /** The program that the page was built with: what was recorded belongs to it. */
  readonly recorded: string;
  /** The program that Reset brings back. */
  private original: string;
  private readonly shown: number;
  /** What comes before the lines that the editor shows: metadata and the docstring. */
  private header: string;
  private editor: Editor | null = null;
  private readonly marks = new Map<Mark, HTMLElement[]>();

  constructor(private readonly figure: HTMLElement) {
    this.block = figure.querySelector<HTMLElement>(".highlight")!;
    // What is copied of a session at Python's prompt is what is typed; what is run, the whole.
    this.recorded = this.original = figure.dataset.source ?? figure.dataset.copy!;
    const bar = figure.querySelector<HTMLElement>(".lab-bar")!;
    this.shown = Number(bar.dataset.shown);
    const lines = this.original.split(/(?<=\n)/);
    const hidden = figure.closest(".lab-playground") ? 0 : Number(bar.dataset.body) - 1;
    this.header = lines.slice(0, hidden).join("");
  }

  /** The whole program. */
  get text(): string {
    return this.editor ? this.header + this.editor.text : this.original;
  }

  /** What a reader takes along: of a session, the statements. */
  get toCopy(): string {
    if (this.figure.dataset.source === undefined) return this.text;
    const typed = this.text.split("\n").filter((line) => /^(>>>|\.\.\.)/.test(line));
    return typed.map((line) => `${line.slice(4)}\n`).join("");
  }

  get isOpen(): boolean {
    return this.editor !== null;
  }

  get isEdited(): boolean {
    return this.text !== this.original;
  }

  get isRecorded(): boolean {
    return this.text === this.recorded;
  }

  /** Take another program to start from: that is the one which Reset brings back. */
  startFrom(original: string): void {
    this.close();
    this.original = original;
  }

  /**
   * Open the editor.
   *
   * @param text The whole program, if not the one that is shown.
   * @param label What the editor is called.
   * @returns Whether the editor came: it is loaded when it is first opened.
   */
  async open(label: string, text = this.text): Promise<boolean> {
    const module = await import("./editor").catch(() => null);
    if (!module) return false;
    if (!text.startsWith(this.header)) this.header = "";
    this.close();
    this.unmark();
    const body = text.slice(this.header.length);
    const first = this.header.split("\n").length;
    this.editor = module.createEditor(body, first, label, () => {
      this.unmark("error");
      this.figure.dataset.copy = this.toCopy;
      this.changed();
    });
    this.block.hidden = true;
    this.block.after(this.editor.element);
    this.figure.dataset.copy = this.toCopy;
    return true;
  }

  /** Show the program as the page was built. */
  reset(): void {
    this.close();
    this.unmark();
    this.block.hidden = false;
    this.figure.dataset.copy = this.toCopy;
  }

  focus(line?: number): void {
    this.editor?.focus(line);
  }

  /** Whether a line can be seen without opening the editor. */
  shows(line: number): boolean {
    return this.editor !== null || this.rowOf(line) !== null;
  }

  /** Mark lines; marks of this kind on other lines go. */
  mark(kind: Mark, lines: number[], scroll = false): void {
    this.unmark(kind);
    const marks = [...new Set(lines)].flatMap((line) => this.makeMark(kind, line) ?? []);
    this.marks.set(kind, marks);
    if (scroll) marks[0]?.scrollIntoView({ block: "nearest" });
  }

  /** Mark where tasks are, with their names: those of the first place more than the others. */
  markTasks(places: Place[]): void {
    this.unmark("task");
    const marks: HTMLElement[] = [];
    for (const [line, tags] of tagsByLine(places, this.text.split("\n"))) {
      const mark = this.makeMark("task", line);
      if (!mark) continue;
      mark.classList.toggle(
        "lab-mark-now",
        places.some((place) => place.isNow && place.line === line),
      );
      mark.append(tags);
      this.measure(mark);
      marks.push(mark);
    }
    this.marks.set("task", marks);
  }

  unmark(kind?: Mark): void {
    for (const [known, marks] of this.marks) {
      if (kind && known !== kind) continue;
      for (const mark of marks) mark.remove();
      this.marks.delete(known);
    }
  }

  /** Say where the text of a marked line begins, and how wide its letters are: tags keep off it. */
  private measure(mark: HTMLElement): void {
    const row = this.editor
      ? this.editor.element.querySelector<HTMLElement>(".pce-line")!
      : this.block.querySelector<HTMLElement>("pre > code")!;
    const style = getComputedStyle(row);
    mark.style.fontFamily = style.fontFamily;
    mark.style.fontSize = style.fontSize;
    const room = (this.editor?.element ?? this.block).clientWidth; // a mark is as wide as all lines
    mark.style.setProperty("--lab-room", `${room}px`);
    mark.style.setProperty("--lab-start", `${row.offsetLeft + parseFloat(style.paddingLeft)}px`);
  }

  private makeMark(kind: Mark, line: number): HTMLElement | null {
    const at = this.editor ? this.editor.lineBox(line) : this.rowOf(line);
    if (!at) return null;
    const mark = document.createElement("div");
    mark.className = `lab-mark lab-mark-${kind}`;
    mark.style.top = `${at.top}px`;
    mark.style.height = `${at.height}px`;
    at.parent.append(mark);
    return mark;
  }

  private close(): void {
    this.editor?.remove();
    this.editor = null;
  }

  /** Two empty lines that take less room than two: see `lab/pages/fence.py`. */
  private gapsBefore(code: HTMLElement, at: number): HTMLElement[] {
    const gaps = [...code.querySelectorAll<HTMLElement>(".lab-gap")];
    // With the end of the last line: a gap may be just above.
    const before = `${code.textContent!.split("\n").slice(0, at).join("\n")}\n`;
    return gaps.slice(0, before.split("\n\n\n").length - 1);
  }

  private rowOf(line: number): { parent: HTMLElement; top: number; height: number } | null {
    const code = this.block.querySelector<HTMLElement>("pre > code")!;
    const count = code.textContent!.replace(/\n$/, "").split("\n").length;
    const at = line - this.shown;
    if (at < 0 || at >= count) return null;
    const style = getComputedStyle(code);
    const height = parseFloat(style.lineHeight);
    const parent = code.parentElement!;
    const saved = this.gapsBefore(code, at).reduce(
      (sum, gap) => sum + 2 * height - gap.offsetHeight,
      0,
    );
    const top = code.offsetTop + parseFloat(style.paddingTop) + at * height - saved;
    return { parent, top, height };
  }
}
