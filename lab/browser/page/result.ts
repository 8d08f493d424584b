/** The timeline of a run, while it grows and when it is whole. */

import type { Done } from "../protocol";
import type { Output } from "./output/output";
import type { Origin } from "./origin";
import { sanitize } from "./output/sanitize";
import { addTools } from "./tools";

type Moment = [step: number, time: number, event: number];

/** What we read of a recorded run: see `lab.trace.data`. */
interface Trace {
  tasks: { number: number; name: string; coroutine: string }[];
  prints: { at: Moment; task: number | null; text: string }[];
  end: Moment;
}

const WHAT_PERFETTO_IS =
  ", a free viewer for large traces. At ui.perfetto.dev, choose “Open trace file” and this file.";

export class Result {
  readonly element = document.createElement("details");

  private readonly drawing = document.createElement("div");

  /** The run that its button steps through. */
  origin: Origin | null = null;

  /** @param open Whether to show the timeline at once. */
  constructor(open: boolean) {
    this.element.className = "lab-live lab-result";
    this.element.open = open;
    this.element.hidden = true;
    const summary = document.createElement("summary");
    summary.className = "lab-label";
    summary.textContent = "Timeline of this run";
    this.element.append(summary, this.drawing);
  }

  /** Show the run so far. */
  draw(html: string): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const growing = this.element.closest(".lab-running") !== null;
    const table = this.drawing.querySelector("details")?.open ?? false;
    const fragment = sanitize(html);
    for (const drawing of fragment.querySelectorAll<HTMLElement>(".lab-timeline > div")) {
      drawing.tabIndex = 0;
      drawing.setAttribute("role", "group");
      drawing.setAttribute("aria-label", "Timeline: arrow keys go from step to step");
    }
    const details = fragment.querySelector("details");
    if (details) details.open = table;
    this.drawing.replaceChildren(fragment);
    // With reduced motion, only the whole timeline is shown.
    this.element.hidden = (calm && growing) || !this.drawing.querySelector("svg");
  }

  /** The run that a button steps through, if the button is of this run. */
  originOf(button: HTMLElement): Origin | null {
    return this.element.contains(button) ? this.origin : null;
  }

  /** Offer to step through the run, and to compare it with the one before, if there is one. */
  offerSteps(text: string, source: string, file: string, before: Origin | null): void {
    this.origin = { text, source, name: "This run" };
    const row = stepRow(file);
    if (before) row.lastElementChild!.before(compareButton(before.name));
    this.drawing.querySelector(".lab-timeline")?.after(row);
  }

  /** The run is over: show it whole, say when each line was printed, offer the trace. */
  finish(message: Done, output: Output, file: string): void {
    this.element.hidden = !this.drawing.querySelector("svg");
    try {
      if (message.trace) output.note(notes(JSON.parse(message.trace) as Trace));
    } catch {
      // A program can spoil its own trace; its output is shown all the same.
    }
    this.drawing.querySelectorAll<HTMLElement>(".lab-timeline").forEach(addTools);
    if (!message.perfetto) return;
    const link = document.createElement("a");
    link.download = file.replace(/\.py$/, ".trace.json");
    link.href = URL.createObjectURL(new Blob([message.perfetto], { type: "application/json" }));
    link.textContent = "Save this trace for Perfetto";
    const saving = document.createElement("p");
    saving.className = "lab-save";
    saving.append(link, WHAT_PERFETTO_IS);
    this.drawing.append(saving);
  }
}

function compareButton(name: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lab-compare";
  button.textContent = `Compare with ${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  button.setAttribute("aria-expanded", "false");
  return button;
}

/** The button that steps through a run, with room for what goes wrong. */
function stepRow(file: string): HTMLElement {
  const place = document.createElement("div");
  place.className = "lab-step-row";
  place.innerHTML =
    '<button type="button" class="lab-step" aria-expanded="false">Step through</button>' +
    '<span class="lab-step-error"></span>';
  place.firstElementChild!.setAttribute("aria-label", `Step through ${file}`);
  return place;
}

function notes(trace: Trace): { text: string; when: string }[] {
  // A task is called by its name if it was given one: as `lab.trace.data.Task.label` does.
  const names = new Map(
    trace.tasks.map(({ number, name, coroutine }) => [
      number,
      /^Task-\d+$/.test(name) ? coroutine : name,
    ]),
  );
  return trace.prints.map(({ at: [, time], task, text }) => {
    const when = trace.end[1] > 0 ? `${Number(time.toFixed(3))} s` : "";
    const who = task ? (names.get(task) ?? "") : "";
    return { text, when: [when, who].filter(Boolean).join(" · ") };
  });
}
