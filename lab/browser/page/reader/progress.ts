/**
 * Where the reader is: ticks in the sidebar, what is solved in a chapter, and where to go on.
 *
 * All of it is in the browser's storage, under keys that begin with the name of what they keep.
 */

import type { Storage } from "./storage";

/** A program tells the page by this event that its exercise is solved. */
export const SOLVED = "lab-solved";

/** Where the reader was last: a chapter, perhaps with a heading. */
const LAST = "lab:last";

const root = new URL("../../", import.meta.url).href;

/** The address of a chapter below the site's root; empty for other pages. */
function chapterAt(address: string): string {
  if (!address.startsWith(root)) return "";
  return /^learn\/[\w-]+\/(?=$|[?#])/.exec(address.slice(root.length))?.[0] ?? "";
}

/** How many of these the browser has kept something of. */
export function kept(storage: Storage, kind: string, names: string[]): string[] {
  return names.map((name) => storage.get(`lab:${kind}:${name}`)!).filter(Boolean);
}

/** Mark in this page what the reader has read and solved. */
export function markProgress(storage: Storage): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(
    ".md-nav--primary a.md-nav__link",
  )) {
    const chapter = link.hash ? "" : chapterAt(link.href);
    if (!chapter || !storage.get(`lab:read:${chapter}`) || link.querySelector(".lab-tick"))
      continue;
    const tick = document.createElement("span");
    tick.className = "lab-tick";
    tick.setAttribute("role", "img");
    tick.setAttribute("aria-label", "read");
    tick.textContent = "✓";
    link.append(tick);
  }
  const exercises = [...document.querySelectorAll<HTMLElement>(".lab-exercise")];
  const solved = kept(
    storage,
    "solved",
    exercises.map(({ dataset }) => dataset.snippet!),
  ).length;
  const count = document.querySelector(".lab-count");
  if (count && solved) count.textContent = `${solved} of ${exercises.length} exercises solved`;
  const last = storage.get(LAST);
  const start = document.querySelector<HTMLAnchorElement>(".lab-start a");
  // Storage may hold anything: what isn't a chapter of this site is no address to go to.
  if (start && last && chapterAt(root + last)) {
    start.href = root + last;
    start.textContent = "Continue where you were";
  }
}

let seen: IntersectionObserver | undefined;

/** Remember which heading of a chapter was seen last, and when its end was. */
export function watchReading(storage: Storage): void {
  seen?.disconnect();
  const chapter = chapterAt(location.href);
  if (!chapter) return;
  seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      if (target.matches("h1, h2")) {
        storage.set(LAST, chapter + (target.matches("h2") ? `#${target.id}` : ""));
      } else if (scrollY) {
        storage.set(`lab:read:${chapter}`, "yes");
        markProgress(storage);
      }
    }
  });
  document.querySelectorAll("article :is(h1, h2[id]), .md-footer").forEach((place) => {
    seen!.observe(place);
  });
}
