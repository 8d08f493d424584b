/**
 * Parts of a page that it holds back until they are near: drawings, of which a window shows the wide
 * or the narrow one, and the tables of steps. Each is in a `<noscript>`, so that a page without scripts has them from the start.
 */

/** Put into a place what it holds back. */
function unfold(place: Element): void {
  const kept = place.querySelector(":scope > noscript");
  if (!kept) return;
  // Material's instant navigation parses a page as if it had no scripts: what is in it are elements.
  if (kept.firstElementChild) kept.replaceWith(...kept.childNodes);
  else kept.outerHTML = kept.textContent;
}

/** A drawing's room is kept; it comes a screen before it is reached. */
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      unfold(target);
      near.unobserve(target);
    }
  },
  { rootMargin: "100% 0px" },
);

/** Unfold the drawings of this page before they are seen. */
export function unfoldWhenNear(): void {
  document
    .querySelectorAll(".lab-timeline > div:has(> noscript)")
    .forEach((place) => near.observe(place));
}

/** A printer doesn't scroll. */
addEventListener("beforeprint", () => {
  document.querySelectorAll(".lab-timeline > div").forEach(unfold);
});

document.addEventListener("toggle", ({ target }) => unfold(target as Element), { capture: true });

/** Material opens all for the printer: the style sheet prints what has this mark. */
document.addEventListener("click", ({ target }) => {
  const details = (target as Element).closest("summary")?.parentElement as HTMLDetailsElement;
  details?.classList.toggle("lab-opened", !details.open);
});
