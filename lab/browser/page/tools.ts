/** A picture's tools: larger, smaller, one task among many. The drawing itself stays as it is. */

const FACTORS = [1, 1.5, 2, 3, 4];

/** With so many tasks, one of them is hard to follow. */
const MANY_TASKS = 3;

const known = new WeakSet<Element>();

/** Put the tools above a timeline. */
export function addTools(timeline: HTMLElement): void {
  if (known.has(timeline)) return;
  known.add(timeline);
  const tools = document.createElement("span");
  tools.className = "lab-tools";
  let at = 0;
  const zoom = (by: number) => {
    at = Math.min(Math.max(at + by, 0), FACTORS.length - 1);
    enlarge(timeline, FACTORS[at]!);
    smaller.disabled = at === 0;
    larger.disabled = at === FACTORS.length - 1;
  };
  const smaller = button("−", "Smaller picture", () => zoom(-1));
  const larger = button("+", "Larger picture", () => zoom(1));
  smaller.disabled = true;
  const names = namesOf(timeline);
  if (names.size >= MANY_TASKS) tools.append(chooser(timeline, names));
  tools.append(smaller, larger);
  timeline.querySelector(":scope > details")?.before(tools);
  // A scroll event doesn't bubble; names stay in sight.
  timeline.addEventListener("scroll", ({ target }) => keepNames(target as Element), true);
}

function button(words: string, label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

/** The tasks that have a lane, by number. */
function namesOf(timeline: Element): Map<string, string> {
  const lanes = drawingsOf(timeline)[0]?.querySelectorAll<SVGElement>(".lane") ?? [];
  return new Map(
    [...lanes].map((lane) => {
      const words = [...lane.querySelectorAll(":scope > .name text")].map((one) => one.textContent);
      return [lane.dataset.task!, words.join(" ")];
    }),
  );
}

function chooser(timeline: Element, names: Map<string, string>): HTMLSelectElement {
  const select = document.createElement("select");
  select.setAttribute("aria-label", "Task to follow");
  select.add(new Option("All tasks", ""));
  for (const [number, name] of names) select.add(new Option(name, number));
  select.addEventListener("change", () => follow(timeline, select.value));
  return select;
}

/** Let all but one task fade. */
function follow(timeline: Element, task: string): void {
  for (const drawing of drawingsOf(timeline)) {
    for (const part of drawing.querySelectorAll<SVGElement>(
      "[data-task], :scope > :is(.arrow, .tip, .wake)",
    )) {
      // What is inside of a lane has the lane's number, or none.
      const fades = task !== "" && part.dataset.task !== task;
      part.classList.toggle("lab-faded", fades && !part.parentElement?.closest("[data-task]"));
    }
  }
}

function drawingsOf(timeline: Element): SVGSVGElement[] {
  return [...timeline.querySelectorAll<SVGSVGElement>(":scope > div > svg")];
}

function enlarge(timeline: Element, factor: number): void {
  timeline.classList.toggle("lab-zoomed", factor > 1);
  for (const drawing of drawingsOf(timeline)) {
    const isLong = drawing.classList.contains("lab-long");
    const width = isLong ? `${factor * drawing.viewBox.baseVal.width}px` : `${factor * 100}%`;
    drawing.style.width = factor > 1 ? width : "";
    drawing.style.height = factor > 1 ? "auto" : "";
    keepNames(drawing.parentElement!);
  }
}

function keepNames(place: Element): void {
  const drawing = place.querySelector<SVGSVGElement>(":scope > svg");
  if (!drawing?.clientWidth) return;
  const x = (place.scrollLeft * drawing.viewBox.baseVal.width) / drawing.clientWidth;
  for (const name of drawing.querySelectorAll(".name")) {
    name.setAttribute("transform", `translate(${x} 0)`);
  }
}
