/**
 * Steps through a recorded run: a slider and keys, the state at each moment, and one sentence that
 * says what happens and why.
 */

import { panes } from "./panes";
import type { Recording } from "./recording";
import { seconds } from "./words";
import { addStyle } from "./style";
import { type Place, tagsByLine } from "./tags";
import { codeIn, words } from "../tasks";

/** The program's text, and marks on its lines. */
export interface Source {
  readonly text: string;
  mark(places: Place[]): void;
}

export interface Options {
  source?: Source | undefined;
  /** Called at each move, with the moment. */
  onMove?: ((moment: number) => void) | undefined;
  /** Called when the reader closes it. Without it, there is no button for that. */
  onClose?: (() => void) | undefined;
}

export interface Stepper {
  readonly element: HTMLElement;
  /** The lists of what the loop has: they may be moved to another place. */
  readonly panes: HTMLElement;
  /** The moment that is shown. */
  readonly moment: number;
  goTo(moment: number): void;
  goToStep(step: number): void;
  focus(): void;
  close(): void;
}

/** How long a moment is shown while it plays, in milliseconds, at speed 1. */
const BEAT = 1200;
const SPEEDS = [0.5, 1, 2, 4, 8];

/** So many tasks are offered to be followed. */
const MOST_FOLLOWED = 200;

/** Show a recording in an element, from its beginning. */
export function mountStepper(
  host: HTMLElement,
  recording: Recording,
  options: Options = {},
): Stepper {
  addStyle();
  const made = new Steps(recording, options);
  host.append(made.element);
  made.goTo(0);
  return made;
}

class Steps implements Stepper {
  readonly element = document.createElement("section");
  readonly panes = element("div", "lab-step-panes");
  moment = 0;

  private readonly said = element("p", "lab-step-said");
  private readonly at = element("p", "lab-step-at");
  private readonly place = element("span", "lab-step-place");
  private readonly slider = document.createElement("input");
  private readonly speed = document.createElement("select");
  private readonly followed = document.createElement("select");
  private readonly back: HTMLButtonElement;
  private readonly play: HTMLButtonElement;
  private readonly on: HTMLButtonElement;
  private readonly lines: string[];
  /** The lines at which coroutine functions are defined, by their names. */
  private readonly definitions = new Map<string, number>();
  /** The tasks, by what they are called. */
  private readonly numbers: Map<string, number>;
  private sentence = "";
  private playing: ReturnType<typeof setInterval> | null = null;

  constructor(
    private readonly recording: Recording,
    private readonly options: Options,
  ) {
    this.lines = options.source?.text.split("\n") ?? [];
    this.lines.toReversed().forEach((line, before) => {
      const name = /^\s*async def (\w+)/.exec(line)?.[1]; // the first of several counts
      if (name) this.definitions.set(name, this.lines.length - before);
    });
    const { tasks } = recording.trace;
    this.numbers = new Map(tasks.map(({ number }) => [recording.label(number), number]));
    this.back = button("Back", "previous", () => this.move(-1));
    this.play = button("Play", "play", () => this.toggle());
    this.on = button("Next", "next", () => this.move(1));
    this.element.className = "lab-stepper no-copy";
    this.element.setAttribute("aria-label", `Step through ${recording.trace.program}`);
    this.said.setAttribute("role", "status");
    this.said.setAttribute("aria-live", "polite");
    this.setSlider();
    this.element.append(this.bar(), this.said, this.at, ...this.notes(), this.panes);
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.panes.setAttribute("role", "group");
    this.panes.setAttribute("aria-label", "The loop at this moment");
  }

  goTo(moment: number): void {
    this.moment = Math.max(0, Math.min(moment, this.recording.count - 1));
    this.show();
    this.options.onMove?.(this.moment);
  }

  goToStep(step: number): void {
    this.goTo(this.recording.momentOf(step));
  }

  focus(): void {
    this.slider.focus({ preventScroll: true });
  }

  close(): void {
    this.pause();
    this.options.source?.mark([]);
    this.panes.remove();
    this.element.remove();
  }

  private move(by: number): void {
    this.pause();
    this.goTo(this.moment + by);
  }

  /** Go to a moment that was looked for; say so if there is none. */
  private jump(moment: number | null, missing: string): void {
    this.pause();
    if (moment !== null) this.goTo(moment);
    else this.said.replaceChildren((this.sentence = missing));
  }

  private toggle(): void {
    if (this.playing) return this.pause();
    if (this.moment === this.recording.count - 1) this.goTo(0);
    this.start();
  }

  private start(): void {
    this.label(this.play, "Pause", "pause");
    this.playing = setInterval(
      () => {
        this.goTo(this.moment + 1);
        const isGone = !this.element.isConnected;
        if (isGone || this.moment === this.recording.count - 1) this.pause();
      },
      BEAT / Number(this.speed.value),
    );
  }

  private pause(): void {
    if (!this.playing) return;
    clearInterval(this.playing);
    this.playing = null;
    this.label(this.play, "Play", "play");
  }

  private label(of: HTMLButtonElement, text: string, action: string): void {
    of.textContent = text;
    of.dataset.step = action;
  }

  private press(event: KeyboardEvent): void {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement)
      return;
    const onSlider = target === this.slider;
    const isBlank = key === " " && !(target instanceof HTMLButtonElement);
    const keys: Record<string, () => void> = {
      t: () => this.nextOf(),
      b: () => this.nextBlocking(),
      ...(isBlank ? { " ": () => this.toggle() } : {}),
      ...(this.options.onClose ? { Escape: this.options.onClose } : {}),
      ...(onSlider
        ? {} // it has these by itself
        : {
            ArrowLeft: () => this.move(-1),
            ArrowRight: () => this.move(1),
            Home: () => this.move(-Infinity),
            End: () => this.move(Infinity),
          }),
    };
    if (!keys[key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[key]();
  }

  private nextOf(): void {
    const { recording, moment } = this;
    const task = Number(this.followed.value) || recording.taskOf(moment);
    const missing = task ? `${recording.label(task)} has no later turn.` : "No task runs here.";
    this.jump(task ? recording.nextOf(task, moment) : null, missing);
  }

  private nextBlocking(): void {
    this.jump(this.recording.nextBlocking(this.moment), "No later call blocks the loop.");
  }

  private setSlider(): void {
    const { slider } = this;
    slider.type = "range";
    slider.min = "0";
    slider.max = String(this.recording.count - 1);
    slider.step = "1";
    slider.setAttribute("aria-label", "Moment of the run");
    slider.addEventListener("input", () => {
      this.pause();
      this.goTo(slider.valueAsNumber);
    });
  }

  private bar(): HTMLElement {
    const bar = element("div", "lab-step-bar");
    const keys = element("div", "lab-step-keys");
    const others = element("span", "lab-step-others");
    others.append(this.speeds(), ...this.jumps());
    keys.append(this.back, this.play, this.on, moreButton(others), others);
    if (this.options.onClose) keys.append(button("Close", "close", this.options.onClose));
    const line = element("div", "lab-step-line");
    line.append(this.slider, this.place);
    bar.append(line, keys);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Controls");
    return bar;
  }

  private speeds(): HTMLSelectElement {
    const { speed } = this;
    speed.setAttribute("aria-label", "Speed");
    for (const factor of SPEEDS) speed.add(new Option(`${factor}×`, String(factor)));
    speed.value = "1";
    speed.addEventListener("change", () => {
      if (!this.playing) return;
      this.pause();
      this.start();
    });
    return speed;
  }

  /** What leads further than one moment. */
  private jumps(): HTMLElement[] {
    const { recording, followed } = this;
    const { tasks } = recording.trace;
    const found: HTMLElement[] = [];
    if (tasks.length > 1) {
      followed.setAttribute("aria-label", "Task whose next turn to go to");
      followed.add(new Option("this task", ""));
      for (const { number } of tasks.slice(0, MOST_FOLLOWED)) {
        followed.add(new Option(recording.label(number), String(number)));
      }
      const pair = element("span", "lab-step-pair");
      pair.append(
        button("Next turn of", "task", () => this.nextOf()),
        followed,
      );
      found.push(pair);
    }
    if (recording.trace.stretches.some(({ state }) => state === "blocking")) {
      found.push(button("Next block", "block", () => this.nextBlocking()));
    }
    return found;
  }

  private notes(): HTMLElement[] {
    const { isFull, trace } = this.recording;
    const notes = isFull ? [] : ["This recording doesn't hold timers, locks or queues."];
    if (trace.note) notes.push(trace.note);
    return notes.map((note) => Object.assign(element("p", "lab-step-note"), { textContent: note }));
  }

  private show(): void {
    const { recording, moment, slider } = this;
    const sentence = recording.sentence(moment); // it needs the moment before, so it comes first
    const state = recording.stateAt(moment);
    const where = `Step ${recording.stepOf(moment) + 1} of ${recording.steps}`;
    const time = seconds(recording.timeOf(moment));
    slider.value = String(moment);
    slider.setAttribute("aria-valuetext", `${where}, ${time}`);
    this.place.textContent = `${where} · ${time}`;
    this.back.setAttribute("aria-disabled", String(moment === 0));
    this.on.setAttribute("aria-disabled", String(moment === recording.count - 1));
    if (sentence !== this.sentence) {
      this.sentence = sentence;
      this.said.replaceChildren(...words(sentence, this.numbers));
    }
    this.showLine();
    this.panes.replaceChildren(...panes(recording, state, this.lines, recording.taskOf(moment)));
    this.mark();
  }

  private showLine(): void {
    const { recording, moment } = this;
    const task = recording.taskOf(moment);
    const isKnown = recording.isAtItsLine(moment);
    const line = recording.lineOf(moment) ?? (task && isKnown ? this.definition(task) : null);
    const text = line ? (this.lines[line - 1]?.trim() ?? "") : "";
    this.at.replaceChildren(...(line ? [`line ${line} `, codeIn(text)] : ["\u00a0"]));
  }

  /** Mark in the source where each task is. */
  private mark(): void {
    const { recording, moment } = this;
    const { source } = this.options;
    if (!source) return;
    const now = recording.taskOf(moment);
    const places: Place[] = [];
    for (const task of recording.stateAt(moment).tasks) {
      if (!task || (task.state === "ended" && task.number !== now)) continue;
      const line = task.line ?? this.definition(task.number);
      if (!line) continue;
      const label = recording.label(task.number);
      places.push({ line, task: task.number, label, isNow: task.number === now });
    }
    source.mark(places.sort((one, other) => Number(other.isNow) - Number(one.isNow)));
  }

  /** Where the function of a task that has not started is defined. */
  private definition(task: number): number | null {
    const name = this.recording.trace.tasks[task - 1]!.coroutine.replace(/.*\./, "");
    return this.definitions.get(name) ?? null;
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), { className });
}

function button(text: string, action: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.dataset.step = action;
  made.addEventListener("click", act);
  return made;
}

/** Where there is little room, it shows the controls that are seldom used, or hides them. */
function moreButton(others: HTMLElement): HTMLButtonElement {
  const made = button("⋯", "more", () => {
    const isOpen = others.classList.toggle("lab-open");
    made.setAttribute("aria-expanded", String(isOpen));
  });
  made.setAttribute("aria-expanded", "false");
  made.setAttribute("aria-label", "More controls");
  return made;
}

/** The program's text with marks on its lines, where no figure shows it. */
export function listing(text: string): Source & { readonly element: HTMLElement } {
  const shown = element("pre", "lab-listing");
  const lines = text.replace(/\n$/, "").split("\n");
  const rows = lines.map((line, at) => {
    const row = element("span", "lab-listing-row");
    row.dataset.line = String(at + 1);
    row.textContent = `${line}\n`;
    return row;
  });
  shown.tabIndex = 0; // it may scroll
  shown.append(...rows);
  return {
    element: shown,
    text,
    mark(places) {
      for (const row of rows) row.querySelector(".lab-tags")?.remove();
      for (const row of rows) row.classList.remove("lab-listing-now");
      for (const [line, tags] of tagsByLine(places, lines)) {
        rows[line - 1]?.prepend(tags);
        const isNow = places.some((place) => place.isNow && place.line === line);
        rows[line - 1]?.classList.toggle("lab-listing-now", isNow);
      }
      const first = places[0] && rows[places[0].line - 1];
      if (first) shown.scrollTop = first.offsetTop - shown.clientHeight / 2;
    },
  };
}
