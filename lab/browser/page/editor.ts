/** The editor: loaded when a reader wants to change a program. */

import { createEditor as create } from "prism-code-editor";
import {
  defaultKeymap,
  editHistory,
  editorCommands,
  setIgnoreTab,
} from "prism-code-editor/commands";
import "prism-code-editor/languages/python";
import { matchBrackets } from "prism-code-editor/match-brackets";
import "prism-code-editor/prism/languages/python";
// esbuild gives the text of the stylesheet.
import layout from "prism-code-editor/layout.css";

export interface Editor {
  readonly element: HTMLElement;
  readonly text: string;
  focus(line?: number): void;
  lineBox(line: number): { parent: HTMLElement; top: number; height: number } | null;
  remove(): void;
}

/**
 * Make an editor.
 *
 * @param text What to edit.
 * @param first The number of its first line.
 * @param label What it is called, for those who don't see it.
 * @param changed Called after each change by the reader.
 */
export function createEditor(
  text: string,
  first: number,
  label: string,
  changed: () => void,
): Editor {
  addStyle();
  // Tab leaves the editor, as everywhere; Ctrl+M lets it indent.
  setIgnoreTab(true);
  const element = document.createElement("div");
  element.className = "lab-editor";
  const editor = create(
    element,
    { language: "python", value: text, tabSize: 4, lineNumbers: true },
    editorCommands(defaultKeymap),
    editHistory(),
    matchBrackets(),
  );
  editor.container.style.counterReset = `line ${first - 1}`;
  const { textarea } = editor;
  textarea.setAttribute("aria-label", label);
  textarea.spellcheck = false;
  // After the first update, which is not the reader's.
  setTimeout(() => editor.on("update", changed));
  const lineAt = (line: number) => editor.lines[line - first + 1] as HTMLElement | undefined;
  return {
    element,
    get text() {
      return textarea.value;
    },
    focus(line) {
      if (line) {
        const before = textarea.value.split("\n").slice(0, line - first);
        const start = before.reduce((length, row) => length + row.length + 1, 0);
        const end = textarea.value.indexOf("\n", start);
        textarea.setSelectionRange(start, end < 0 ? textarea.value.length : end);
      }
      textarea.focus();
      if (line) lineAt(line)?.scrollIntoView({ block: "nearest" });
    },
    lineBox(line) {
      const row = line >= first ? lineAt(line) : undefined;
      if (!row) return null;
      return { parent: editor.wrapper, top: row.offsetTop, height: row.offsetHeight };
    },
    remove() {
      editor.remove();
      element.remove();
    },
  };
}

function addStyle(): void {
  if (document.querySelector("style[data-lab-editor]")) return;
  const style = document.createElement("style");
  style.dataset.labEditor = "";
  style.textContent = layout;
  document.head.prepend(style); // the site's own styles come after it
}
