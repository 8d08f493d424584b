/** Leads from a timeline to the source: the line that a task was at is marked in the code. */

import type { Code } from "./code";
import { addTools } from "./tools";

const STEP = "[data-line]";
const seen = new WeakSet<HTMLElement>();

/**
 * Let the timelines of a figure, recorded or live, lead to its source.
 *
 * @param target Where the pointer is already.
 */
export function follow(figure: HTMLElement, makeCode: () => Code, target: Element): void {
  if (seen.has(figure)) return;
  seen.add(figure);
  figure.querySelectorAll<HTMLElement>(".lab-timeline").forEach(addTools);
  const code = makeCode();
  const forget = () => {
    unmark(figure);
    code.unmark("at");
  };
  const over = (place: EventTarget | null) => {
    const step = stepAt(place);
    if (step) code.mark("at", [lineOf(step)]);
    else if (!figure.querySelector(".lab-current")) code.unmark("at");
  };
  over(target);
  figure.addEventListener("pointerover", (event) => over(event.target));
  figure.addEventListener("pointerleave", () => code.unmark("at"));
  figure.addEventListener("focusout", forget);
  figure.addEventListener("keydown", (event) => {
    const drawing = event.target as HTMLElement;
    if (!drawing.matches(".lab-timeline > div")) return;
    const step = next(drawing, event.key);
    if (!step) return;
    event.preventDefault();
    unmark(figure);
    step.classList.add("lab-current");
    step.scrollIntoView({ block: "nearest", inline: "nearest" });
    code.mark("at", [lineOf(step)]);
    announce(figure, step);
  });
}

function stepAt(target: EventTarget | null): Element | null {
  const step = target instanceof Element ? target.closest(STEP) : null;
  return step?.closest(".lab-timeline") ? step : null;
}

function lineOf(step: Element): number {
  return Number(step.getAttribute("data-line"));
}

function unmark(figure: HTMLElement): void {
  figure.querySelectorAll(".lab-current").forEach((step) => step.classList.remove("lab-current"));
}

/** The step to which a key leads: left and right in time, whichever task it is. */
function next(drawing: HTMLElement, key: string): Element | null {
  const steps = [...drawing.querySelectorAll(STEP)];
  const left = new Map(steps.map((step) => [step, step.getBoundingClientRect().left]));
  steps.sort((one, other) => left.get(one)! - left.get(other)!);
  const at = steps.findIndex((step) => step.classList.contains("lab-current"));
  switch (key) {
    case "ArrowRight":
      return steps[Math.min(at + 1, steps.length - 1)] ?? null;
    case "ArrowLeft":
      return steps[at < 0 ? steps.length - 1 : Math.max(at - 1, 0)] ?? null;
    case "Home":
      return steps[0] ?? null;
    case "End":
      return steps[steps.length - 1] ?? null;
    default:
      return null;
  }
}

function announce(figure: HTMLElement, step: Element): void {
  let words = figure.querySelector(".lab-said");
  if (!words) {
    words = document.createElement("div");
    words.className = "lab-said";
    words.setAttribute("role", "status");
    figure.append(words);
  }
  const task = step.closest("[data-task]")?.querySelector("text")?.textContent?.trim();
  const title = step.querySelector("title")?.textContent ?? "";
  words.textContent = [task, title].filter(Boolean).join(": ");
}
