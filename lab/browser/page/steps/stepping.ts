/** Opens a stepper in a figure, for the run that was recorded with the page or for one of the reader's. */

import type { Code } from "../code";
import { mountComparison } from "./compare";
import { Cursor } from "./cursor";
import { CLEARED, type Origin } from "../origin";
import { Recording } from "./recording";
import { mountStepper, type Stepper } from "./stepper";
import type { Place } from "./tags";

interface Open {
  /** Go to the end of a step, counted from 1. */
  goTo?: (step: number) => void;
  close: () => void;
}

const open = new WeakMap<HTMLElement, Open>();

/**
 * Open the stepper below a picture; close it if it is open.
 *
 * @param button What was pressed: the focus comes back to it.
 * @param from The step, counted from 1, at whose end to begin; if it is open, it goes there.
 * @throws An error whose message is a sentence for the reader.
 */
export async function toggle(
  figure: HTMLElement,
  button: HTMLElement,
  code: Code,
  origin: Origin,
  from?: number,
): Promise<void> {
  const known = open.get(button);
  if (known) return from ? known.goTo?.(from) : known.close();
  const recording = await read(origin);
  if (open.has(button)) return; // pressed twice
  const host = button.parentElement!;
  const timeline = host.previousElementSibling as HTMLElement | null;
  const mark = (places: Place[]) => code.markTasks(code.text === origin.source ? places : []);
  let cursor: Cursor | null = null;
  const stepper = mountStepper(host, recording, {
    source: { text: origin.source, mark },
    onMove: (moment) => cursor?.moveTo(moment),
    onClose: () => close(true),
  });
  if (timeline) cursor = new Cursor(timeline, recording, (moment) => stepper.goTo(moment));
  cursor?.moveTo(stepper.moment);
  const watcher = new ResizeObserver(() => placePanes(figure, stepper));
  watcher.observe(figure);
  const close = (focuses: boolean) => {
    open.delete(button);
    figure.removeEventListener(CLEARED, leave);
    watcher.disconnect();
    stepper.close();
    cursor?.remove();
    figure.classList.remove("lab-stepping");
    button.setAttribute("aria-expanded", "false");
    button.hidden = false;
    if (focuses) button.focus();
  };
  const leave = () => close(false);
  figure.addEventListener(CLEARED, leave);
  const goTo = (step: number) => stepper.goTo(recording.endOf(step - 1));
  open.set(button, { goTo, close: () => close(true) });
  if (from) goTo(from);
  figure.classList.add("lab-stepping");
  button.setAttribute("aria-expanded", "true");
  button.hidden = true;
  placePanes(figure, stepper);
  stepper.focus();
}

/** Show two runs below each other, or stop doing so. */
export async function compare(
  figure: HTMLElement,
  button: HTMLElement,
  before: Origin,
  after: Origin,
): Promise<void> {
  const known = open.get(button);
  if (known) return known.close();
  const runs = await Promise.all(
    [before, after].map(async (origin) => ({ recording: await read(origin), name: origin.name })),
  );
  if (open.has(button)) return; // pressed twice
  const add = (section: HTMLElement) => {
    const side = sideOf(figure);
    if (side)
      side.after(section); // as wide as the figure, which else would be empty below the code
    else button.parentElement!.append(section);
  };
  const section = mountComparison(add, runs[0]!, runs[1]!, () => close(true));
  const close = (focuses: boolean) => {
    open.delete(button);
    figure.removeEventListener(CLEARED, leave);
    section.remove();
    button.setAttribute("aria-expanded", "false");
    if (focuses) button.focus();
  };
  const leave = () => close(false);
  figure.addEventListener(CLEARED, leave);
  open.set(button, { close: () => close(true) });
  button.setAttribute("aria-expanded", "true");
}

async function read({ text, address }: Origin): Promise<Recording> {
  return Recording.read(text ?? (await load(address!)));
}

/** Where a figure has two columns, the lists come below the code; else they stay in the stepper. */
function placePanes(figure: HTMLElement, { element, panes }: Stepper): void {
  const side = sideOf(figure);
  if (side && panes.previousElementSibling !== side) side.after(panes);
  else if (!side && panes.parentElement !== element) element.append(panes);
}

/** The second column, where a figure has two. */
function sideOf(figure: HTMLElement): HTMLElement | null {
  const isWide = getComputedStyle(figure).display === "grid";
  return isWide ? figure.querySelector<HTMLElement>(":scope > .lab-side") : null;
}

async function load(address: string): Promise<string> {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok)
    throw new Error("The recording could not be loaded. Try again when you are online.");
  return await answer.text();
}
