/**
 * Parts of a page that it holds back until they are shown: the drawings for a narrow window, and the
 * tables of steps. Each is in a `<noscript>`, so that a page without scripts has them from the start.
 */

/** Put into a place what it holds back. */
function unfold(place: Element): void {
  const kept = place.querySelector(":scope > noscript");
  if (!kept) return;
  // Material's instant navigation parses a page as if it had no scripts: what is in it are elements.
  if (kept.firstElementChild) kept.replaceWith(...kept.childNodes);
  else kept.outerHTML = kept.textContent;
}

/** Each drawing has a size of its own in a narrow window, and none in a wide one. */
const shown = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    if (!contentRect.height) continue;
    unfold(target);
    shown.unobserve(target);
  }
});

/** Unfold the parts of this page as soon as they are shown. */
export function unfoldWhenShown(): void {
  document.querySelectorAll(".lab-narrow:has(> noscript)").forEach((place) => shown.observe(place));
}

document.addEventListener("toggle", ({ target }) => unfold(target as Element), { capture: true });

/** Material opens all for the printer: the style sheet prints what has this mark. */
document.addEventListener("click", ({ target }) => {
  const details = (target as Element).closest("summary")?.parentElement as HTMLDetailsElement;
  details?.classList.toggle("lab-opened", !details.open);
});
