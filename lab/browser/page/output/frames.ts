/**
 * Folds the frames of libraries in a traceback, so that the program's own lines stand out. What is
 * folded is still text of the output: it is copied, and can be folded out.
 */

const FRAME = /^([ |+-]*)File "(?:\/lib\/.*?\.zip\/|<frozen )([^"]+)", line \d+/;

/** Looks at the lines of standard error, one after the other. */
export class Frames {
  private fold: HTMLDetailsElement | null = null;
  private indent = 0;
  private count = 0;
  private names = new Set<string>();

  /** A line has ended: fold it if it belongs to a library's frame. */
  add(row: HTMLElement): void {
    const text = row.textContent!;
    const found = FRAME.exec(text);
    if (found) this.addFrame(row, found[1]!.length, found[2]!.split(/[/.]/)[0]!);
    else if (this.fold && this.belongs(text)) this.fold.append(row);
    else this.end();
  }

  /** Another stream goes on. */
  end(): void {
    this.fold = null;
  }

  private addFrame(row: HTMLElement, indent: number, name: string): void {
    if (!this.fold || indent !== this.indent) {
      this.fold = document.createElement("details");
      this.fold.className = "lab-frames";
      this.fold.append(document.createElement("summary"));
      row.before(this.fold);
      [this.indent, this.count] = [indent, 0];
      this.names.clear();
    }
    this.count += 1;
    this.names.add(name);
    const names = new Intl.ListFormat("en").format(this.names);
    const words = `${this.count} ${this.count === 1 ? "frame" : "frames"} of ${names}`;
    const summary = this.fold.firstElementChild as HTMLElement;
    // Shown by the style: no text, since the program did not print it.
    summary.dataset.words = words;
    summary.setAttribute("aria-label", words);
    this.fold.append(row);
  }

  /** Source and carets come below their frame, indented further. */
  private belongs(text: string): boolean {
    const rest = text.slice(this.indent);
    return /^  /.test(rest) || rest.startsWith("[Previous line repeated");
  }
}

/** Let what is folded be copied with what is around it. */
export function copyWhole(event: ClipboardEvent): void {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return;
  const text = selection.getRangeAt(0).cloneContents().textContent;
  if (!text) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
}
