/**
 * Loaded on every page: puts the buttons on snippets, and waits. All else comes on intent, by
 * `live.ts`: nothing of Python is fetched for a reader who only reads.
 */

import type * as Live from "./live";
import { Storage } from "./storage";

const RUN = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>';
const CHECK =
  '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 8.5 6.5 13 14 4.5l-1.6-1.5-5.9 6.9-3-3z"/></svg>';
const STOP = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5h9v9h-9z"/></svg>';
const TIMES = [
  ["real", "real time"],
  ["slow", "5× slower"],
  ["skip", "skip waiting"],
];

let loaded: Promise<typeof Live> | undefined;
/** One for the whole page: what the browser doesn't keep is in it. */
const storage = new Storage();

function live(): Promise<typeof Live> {
  return (loaded ??= import("./live").then((module) => {
    module.useStorage(storage);
    return module;
  }));
}

function button(action: string, inside: string, name: string, hidden = false): string {
  const words = inside.replace(/<.*>/, "");
  return (
    `<button type="button" data-action="${action}" aria-label="${words} ${name}"` +
    `${hidden ? " hidden" : ""}>${inside}</button>`
  );
}

function fill(bar: HTMLElement): void {
  const figure = bar.closest<HTMLElement>(".lab-snippet")!;
  const playground = figure.closest(".lab-playground") !== null;
  // A file's name, from a folder that this site's build read: no character of it needs escaping.
  const name = playground ? "playground.py" : figure.dataset.snippet!.replace(/.*\//, "");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `Run ${name} here`);
  bar.innerHTML =
    (figure.dataset.checks ? button("check", `${CHECK}Check`, name) : "") +
    button("run", `${RUN}Run`, name) +
    button("stop", `${STOP}Stop`, name, true) +
    button("interrupt", "Ctrl-C", name, true) +
    button("terminate", "SIGTERM", name, true) +
    `<select aria-label="Time in ${name}">` +
    TIMES.map(([value, words]) => `<option value="${value}">${words}</option>`).join("") +
    "</select>" +
    '<span class="lab-status" role="status"></span>' +
    button("edit", "Edit", name) +
    button("reset", "Reset", name, true) +
    button("copy", "Copy", name, true) +
    button("share", "Share", name);
  if (storage.get(`lab:solved:${figure.dataset.snippet}`)) figure.classList.add("lab-solved");
  if (playground) {
    void live().then((module) => module.openPlayground(figure));
  } else if (storage.get(`lab:edit:${figure.dataset.snippet}`) !== null) {
    void live().then((module) => module.program(figure).restore());
  }
}

/** After the first load, and after each step of Material's instant navigation. */
function arrive(): void {
  document.querySelectorAll<HTMLElement>("div.lab-bar:empty").forEach(fill);
  // A timeline answers to arrow keys; those keys need somewhere to go.
  document.querySelectorAll(".lab-timeline > div").forEach((drawing) => {
    drawing.setAttribute("tabindex", "0");
    drawing.setAttribute("role", "group");
    drawing.setAttribute("aria-label", "Timeline: arrow keys go from step to step");
  });
  // Material's search is a dialog without a name.
  document.querySelector('.md-search[role="dialog"]')?.setAttribute("aria-label", "Search");
  unlandmark();
  void loaded?.then((module) => module.leave());
}

/** Material makes landmarks of copy buttons and of headings below others; a page has better ones. */
function unlandmark(): void {
  const made = "nav.md-code__nav:not([role]), .md-nav--secondary nav.md-nav:not([role])";
  for (const nav of document.querySelectorAll(made)) {
    nav.setAttribute("role", "none");
    nav.removeAttribute("aria-label");
  }
}
new MutationObserver(unlandmark).observe(document.body, { childList: true, subtree: true });

function figureOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest(".lab-snippet") : null;
}

for (const intent of ["pointerover", "focusin", "touchstart"]) {
  document.addEventListener(
    intent,
    (event) => {
      const figure = figureOf(event);
      if (figure) void live().then((module) => module.expect(figure, event.target as Element));
    },
    { passive: true },
  );
}

document.addEventListener("click", (event) => {
  const pressed = (event.target as Element).closest<HTMLElement>(".lab-bar [data-action]");
  const figure = pressed && figureOf(event);
  if (figure) void live().then((module) => module.act(figure, pressed.dataset.action!));
});

/** Ctrl+Enter runs, wherever in a figure the focus is. First of all listeners: the editor has its own. */
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const figure =
      figureOf(event) ?? document.querySelector<HTMLElement>(".lab-playground .lab-snippet");
    if (!figure?.querySelector('[data-action="run"]')) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) void live().then((module) => module.act(figure, "run"));
  },
  { capture: true },
);

declare global {
  interface Window {
    document$?: { subscribe(listener: () => void): void };
  }
}
if (window.document$) window.document$.subscribe(arrive);
else arrive();
