/**
 * Loaded on every page: puts the buttons on snippets, and waits. All else comes on intent, by
 * `live.ts`: nothing of Python is fetched for a reader who only reads.
 */

import type * as Live from "./live";
import { NOT_LOADED } from "./missing";
import { answerChoice } from "./reader/predict";
import { markProgress, SOLVED, watchReading } from "./reader/progress";
import { Storage } from "./reader/storage";
import { takeLine } from "./take";
import { unfoldWhenNear } from "./unfold";

const TIMES = [
  ["real", "real time"],
  ["slow", "5× slower"],
  ["skip", "skip waiting"],
];

let loaded: Promise<typeof Live> | undefined;
/** One for the whole page: what the browser doesn't keep is in it. */
const storage = new Storage();

function live(): Promise<typeof Live> {
  loaded ??= import("./live").then((module) => {
    module.useStorage(storage);
    return module;
  });
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

/** Which build of the site a page is of; not said while the site is edited. */
function build(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content;
}
/** The build of this script. */
const ownBuild = build();

let keeping: Promise<void> | undefined;

/** The reader does something with this page: keep it for when there is no network. */
function keep(): void {
  const root = new URL("../../", import.meta.url);
  keeping ??= import("./offline").then((module) => module.keepForOffline(root));
  keeping.catch(() => {}); // no network
}
if (ownBuild) {
  for (const sign of ["scroll", "pointerdown", "keydown"]) {
    addEventListener(sign, keep, { once: true, passive: true, capture: true });
  }
}

function button(action: string, words: string, name: string): string {
  return `<button type="button" data-action="${action}" aria-label="${words} ${name}">${words}</button>`;
}

function fill(bar: HTMLElement): void {
  const figure = bar.closest<HTMLElement>(".lab-snippet")!;
  const playground = figure.closest(".lab-playground") !== null;
  // A file's name, from a folder that this site's build read: no character of it needs escaping.
  const name = playground ? "playground.py" : figure.dataset.snippet!.replace(/.*\//, "");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `Run ${name} here`);
  bar.innerHTML =
    (figure.dataset.checks ? button("check", "Check", name) : "") +
    button("run", "Run", name) +
    `<select aria-label="Time in ${name}">` +
    TIMES.map(([value, words]) => `<option value="${value}">${words}</option>`).join("") +
    "</select>" +
    '<span class="lab-status" role="status"></span>' +
    button("edit", "Edit", name) +
    button("copy", "Copy", name) +
    button("share", "Share", name);
  if (storage.get(`lab:solved:${figure.dataset.snippet}`)) figure.classList.add("lab-solved");
  if (playground || isKept(figure)) void open(figure);
}

/** Whether the reader has changed the program of a figure. */
function isKept(figure: HTMLElement): boolean {
  return storage.get(`lab:edit:${figure.dataset.snippet}`) !== null;
}

const opened = new WeakMap<HTMLElement, Promise<void>>();

/** Show what a figure is to open with: what the reader changed, the program of a link. */
function open(figure: HTMLElement): Promise<void> {
  const known = opened.get(figure);
  if (known) return known;
  const opening = live().then(async (module) => {
    if (figure.closest(".lab-playground")) await module.openPlayground(figure);
    else if (isKept(figure)) await module.program(figure).restore();
  });
  opening.catch(() => opened.delete(figure)); // the press of a button tries again
  opened.set(figure, opening);
  return opening;
}

/** After the first load, and after each step of Material's instant navigation. */
function arrive(): void {
  // The site was published anew, and Material has put a new page under this script.
  if (build() !== ownBuild) return location.reload();
  document.querySelectorAll<HTMLElement>("div.lab-bar:empty").forEach(fill);
  unfoldWhenNear();
  // All names of the lab were on one page before each package had its own.
  const moved = /^#lab\.(\w+)\./.exec(location.hash);
  if (moved && /\/reference\/lab\/$/.test(location.pathname)) {
    location.replace(`${moved[1]}/${location.hash}`);
  }
  const catalogue = document.querySelector<HTMLTableElement>("table.lab-catalogue");
  const filter = document.querySelector<HTMLElement>(".lab-filter:empty");
  if (catalogue && filter) {
    void import("./catalogue").then((module) => module.addFilter(filter, catalogue));
  }
  const paste = document.querySelector<HTMLElement>(".lab-paste:empty");
  if (paste) void import("./errors").then((module) => module.addBox(paste));
  const own = document.querySelector<HTMLElement>(".lab-own:empty");
  if (own) void import("./yours/own").then((module) => module.openOwn(own));
  markProgress(storage);
  watchReading(storage);
  const progress = document.querySelector<HTMLElement>(".lab-progress:not(:has(button))");
  if (progress) void import("./reader/my").then((module) => module.showProgress(progress, storage));
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
      if (!figure) return;
      void live().then(
        (module) => module.expect(figure, event.target as Element),
        () => {}, // the press of a button will say so
      );
    },
    { passive: true },
  );
}

/** A button pressed before its figure has opened is for the program that comes. */
function act(figure: HTMLElement, action: string): void {
  const opening = open(figure).then(live);
  void opening.then(
    (module) => module.act(figure, action),
    () => (figure.querySelector(".lab-status")!.textContent = NOT_LOADED),
  );
}

/** A choice was pressed. If the question is about a step of the run, the stepper opens there. */
function answer(chosen: HTMLElement): void {
  answerChoice(chosen, storage);
  const prediction = chosen.closest<HTMLElement>(".lab-predict")!;
  const button = prediction.querySelector<HTMLElement>("details .lab-step");
  const step = Number(prediction.dataset.step);
  if (button && step) openSteps(button, step);
}

/** The reader wants to step through the run above a button, maybe from the end of a step on. */
function openSteps(button: HTMLElement, from?: number): void {
  const status = button.parentElement!.querySelector(":scope > .lab-step-error")!;
  status.textContent = "";
  status.setAttribute("role", "alert");
  void live()
    .then((module) => module.step(button, from))
    .catch((error: Error) => (status.textContent = loaded ? error.message : NOT_LOADED));
}

document.addEventListener(SOLVED, () => markProgress(storage));

document.addEventListener("click", (event) => {
  const line = (event.target as Element).closest<HTMLElement>(".lab-uv");
  if (line) void takeLine(line);
  const chosen = (event.target as Element).closest<HTMLElement>(".lab-predict fieldset button");
  if (chosen) answer(chosen);
  const step = (event.target as Element).closest<HTMLElement>(".lab-step, .lab-compare");
  if (step) openSteps(step);
  const pressed = (event.target as Element).closest<HTMLElement>(".lab-bar [data-action]");
  const figure = pressed && figureOf(event);
  // Stop takes the place of Run: the second click of a double click must not end what the first began.
  const isSecond = event.detail === 2 && pressed?.dataset.action === "stop";
  if (figure && !isSecond) act(figure, pressed.dataset.action!);
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
    if (!event.repeat) act(figure, "run");
  },
  { capture: true },
);

/** What Material's instant navigation tells: each change of the address, even without an event. */
interface Addresses {
  subscribe(listener: () => void): { unsubscribe(): void };
  next(address: URL): void;
}

declare global {
  interface Window {
    document$?: { subscribe(listener: () => void): void };
    location$?: Addresses;
  }
}

/**
 * Leave jumps within the first page to the browser. Material fetches a page if its path differs from
 * that of the address before, and it is never told the first address. So at the first jump to a
 * heading it would replace the page by itself: a program that runs would end, its output would go.
 */
function keepFirstPage(addresses: Addresses): void {
  const { origin, pathname, search } = location;
  let isFirst = true;
  addresses.next = (address) => {
    if (isFirst && address.pathname === pathname) return;
    isFirst = false;
    Object.getPrototypeOf(addresses).next.call(addresses, address);
  };
  document.addEventListener(
    "click",
    (event) => {
      const link = isFirst && event.target instanceof Element && event.target.closest("a");
      if (!link || !link.hash || link.origin !== origin) return;
      if (link.pathname === pathname && link.search === search) event.stopPropagation();
    },
    { capture: true },
  );
}

if (window.location$) keepFirstPage(window.location$);
if (window.document$) window.document$.subscribe(arrive);
else arrive();
