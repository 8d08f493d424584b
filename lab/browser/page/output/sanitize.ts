/**
 * A timeline comes from our own Python, but from an interpreter that ran the reader's program: only
 * what `lab.timeline` writes is let into the page, by name. Styles come with the page, not with it.
 */

const ELEMENTS = new Set(
  (
    "figure div svg g defs pattern rect path circle text tspan title desc details summary " +
    "table thead tbody tr th td p"
  ).split(" "),
);
const ATTRIBUTES = new Set(
  (
    "aria-labelledby class cx cy d data-axis data-line data-task data-x dx fill font-size height id " +
    "patternUnits r role rx scope text-anchor viewBox width x xml-space xml:space xmlns y"
  ).split(" "),
);
/** Values with a meaning beyond this drawing are checked one by one. */
const VALUES: Record<string, RegExp> = {
  class: /^(?!.*md-)[a-z -]*$/,
  fill: /^(none|url\(#lab-[\w-]+\))$/,
  id: /^lab-[\w-]+$/,
  "aria-labelledby": /^(lab-[\w-]+ ?)+$/,
  role: /^img$/,
  xmlns: /^http:\/\/www\.w3\.org\/2000\/svg$/,
};

/** Parse a timeline, and leave out all that `lab.timeline` does not write. */
export function sanitize(html: string): DocumentFragment {
  // A document of its own, where nothing is fetched or run; cleaned before it becomes ours.
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of [...body.querySelectorAll("*")]) {
    if (ELEMENTS.has(element.localName)) keepKnown(element);
    else element.remove();
  }
  const fragment = document.createDocumentFragment();
  fragment.append(...body.childNodes);
  return fragment;
}

function keepKnown(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const known = ATTRIBUTES.has(name) && (VALUES[name]?.test(value) ?? !/url|[<>]/i.test(value));
    if (!known) element.removeAttribute(name);
  }
}
