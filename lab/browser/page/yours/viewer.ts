/**
 * A picture of a large run: a lane for each task, time from left to right. Only what can be seen is
 * drawn, so a thousand tasks cost as much as forty.
 */

import { labelsOf, lineIn, type Stretch, type Task, type Trace } from "../steps/trace";
import { AXIS, type Colours, firstAfter, isStep, LANE, Lanes, seconds } from "./lanes";
import style from "./viewer.css";

const MOST_HEIGHT = 480;
const LABELS = 150;
/** On a phone, the names take less of the width. */
const NARROW = 480;
const NARROW_LABELS = 92;
const ZOOM = 2;
/** How far an arrow key moves, as a share of what is seen. */
const PAN = 0.2;
/** The shortest span that can be seen, in seconds. */
const SHORTEST = 1e-5;
/** So many tasks are in the table below the picture. */
const MOST_ROWS = 200;

export interface ViewerOptions {
  /** Called when the reader chooses a bar, with its step. */
  onStep?: ((step: number) => void) | undefined;
}

export interface Viewer {
  readonly element: HTMLElement;
  /** Show a step: its time, and its task's lane. */
  goToStep(step: number): void;
  focus(): void;
}

/** The looks of the viewer, and of the page *Your program* before there is anything to view. */
export function addViewerStyle(): void {
  if (document.getElementById("lab-viewer-style")) return;
  const sheet = document.createElement("style");
  sheet.id = "lab-viewer-style";
  sheet.textContent = style;
  document.head.append(sheet);
}

/** Draw a trace in an element. */
export function mountViewer(host: HTMLElement, trace: Trace, options: ViewerOptions = {}): Viewer {
  addViewerStyle();
  const made = new Picture(trace, options);
  host.append(made.element);
  made.follow();
  return made;
}

class Picture implements Viewer {
  readonly element = document.createElement("section");
  private readonly canvas = document.createElement("canvas");
  private readonly scroller = document.createElement("div");
  private readonly filler = document.createElement("div");
  private readonly said = document.createElement("p");
  private readonly rows = new Map<number, Stretch[]>();
  private readonly steps: Stretch[] = [];
  private shown: Task[];
  private readonly labels: Map<number, string>;
  private from = 0;
  private until: number;
  /** The step that is marked. */
  private marked: Stretch | null = null;
  private isAsked = false;

  constructor(
    private readonly trace: Trace,
    private readonly options: ViewerOptions,
  ) {
    this.shown = trace.tasks;
    this.labels = labelsOf(trace.tasks);
    this.until = this.length();
    for (const stretch of trace.stretches) {
      const row = this.rows.get(stretch.task);
      if (row) row.push(stretch);
      else this.rows.set(stretch.task, [stretch]);
      if (stretch.state === "running" || stretch.state === "blocking") this.steps.push(stretch);
    }
    this.element.className = "lab-viewer";
    this.scroller.className = "lab-viewer-lanes";
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute("role", "application");
    this.scroller.setAttribute("aria-roledescription", "picture of tasks");
    this.scroller.setAttribute(
      "aria-label",
      "Left and right go from step to step, plus and minus zoom, Enter opens the step below.",
    );
    this.canvas.setAttribute("aria-hidden", "true");
    this.said.className = "lab-viewer-said";
    this.said.setAttribute("role", "status");
    this.scroller.append(this.canvas, this.filler);
    this.element.append(this.tools(), this.scroller, this.said, this.table());
    this.size();
    this.hear();
  }

  /** Draw anew when the size or the colours change. */
  follow(): void {
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    new MutationObserver(() => this.draw()).observe(document.body, {
      attributeFilter: ["data-md-color-scheme"],
    });
    this.draw();
  }

  goToStep(step: number): void {
    const found = this.steps.find((stretch) => stretch.start[0] >= step);
    if (found) this.mark(found);
  }

  private label({ number, name }: Task): string {
    return this.labels.get(number) ?? name;
  }

  focus(): void {
    this.scroller.focus({ preventScroll: true });
  }

  private length(): number {
    return Math.max(this.trace.end[1], SHORTEST);
  }

  private tools(): HTMLElement {
    const tools = document.createElement("div");
    tools.className = "lab-viewer-tools";
    const button = (words: string, act: () => void) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = words;
      made.addEventListener("click", act);
      tools.append(made);
    };
    button("Zoom in", () => this.zoom(1 / ZOOM));
    button("Zoom out", () => this.zoom(ZOOM));
    button("Earlier", () => this.pan(-PAN));
    button("Later", () => this.pan(PAN));
    button("All", () => this.span(0, this.length()));
    const label = document.createElement("label");
    const filter = document.createElement("input");
    filter.type = "search";
    filter.addEventListener("input", () => this.choose(filter.value));
    label.append("Only tasks named ", filter);
    tools.append(label);
    return tools;
  }

  /** The same for who can't see the picture. */
  private table(): HTMLElement {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "The tasks as a table";
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.querySelector("table")) return;
      const table = document.createElement("table");
      const head = table.createTHead().insertRow();
      for (const words of ["Task", "Began", "Ended", "How", "Ran", "Steps"]) {
        const cell = document.createElement("th");
        cell.scope = "col";
        cell.textContent = words;
        head.append(cell);
      }
      const body = table.createTBody();
      for (const task of this.shown.slice(0, MOST_ROWS)) {
        const steps = (this.rows.get(task.number) ?? []).filter(isStep);
        const ran = steps.reduce((sum, one) => sum + one.end[1] - one.start[1], 0);
        const row = body.insertRow();
        const ended = task.ended ? seconds(task.ended[1]) : "";
        const cells = [
          this.label(task),
          seconds(task.created[1]),
          ended,
          `${task.outcome} ${task.detail}`,
        ];
        for (const words of [...cells, seconds(ran), String(steps.length)]) {
          row.insertCell().textContent = words;
        }
      }
      details.append(table);
      if (this.shown.length > MOST_ROWS) {
        details.append(`These are the first ${MOST_ROWS} of ${this.shown.length} tasks.`);
      }
    });
    return details;
  }

  private hear(): void {
    this.scroller.addEventListener("scroll", () => this.ask(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!this.key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.scroller.addEventListener("pointermove", (event) => {
      const found = this.at(event);
      this.scroller.style.cursor = found ? "pointer" : "";
      if (found) this.say(found);
    });
    this.scroller.addEventListener("click", (event) => {
      const found = this.at(event);
      if (found) this.open(found);
    });
    this.scroller.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return; // it scrolls
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 1 / ZOOM : ZOOM);
      },
      { passive: false },
    );
  }

  private key(key: string): boolean {
    const at = this.marked ? this.steps.indexOf(this.marked) : -1;
    const to = (step: Stretch | undefined) => step && this.mark(step);
    if (key === "ArrowRight") to(this.steps[Math.min(at + 1, this.steps.length - 1)]);
    else if (key === "ArrowLeft") to(this.steps[Math.max(at - 1, 0)]);
    else if (key === "Home") to(this.steps[0]);
    else if (key === "End") to(this.steps.at(-1));
    else if (key === "+" || key === "=") this.zoom(1 / ZOOM);
    else if (key === "-") this.zoom(ZOOM);
    else if (key === "Enter" && this.marked) this.open(this.marked);
    else return false;
    return true;
  }

  private open(stretch: Stretch): void {
    this.mark(stretch);
    this.options.onStep?.(stretch.start[0]);
  }

  private mark(stretch: Stretch): void {
    this.marked = stretch;
    const lane = this.shown.findIndex((task) => task.number === stretch.task);
    const top = lane * LANE;
    const room = this.scroller.clientHeight - AXIS - LANE;
    if (lane >= 0 && (top < this.scroller.scrollTop || top > this.scroller.scrollTop + room)) {
      this.scroller.scrollTop = top - room / 2;
    }
    if (stretch.start[1] < this.from || stretch.end[1] > this.until) {
      const half = (this.until - this.from) / 2;
      const middle = (stretch.start[1] + stretch.end[1]) / 2;
      this.span(middle - half, middle + half);
    }
    this.say(stretch);
    this.ask();
  }

  private say(stretch: Stretch): void {
    const task = this.trace.tasks.find(({ number }) => number === stretch.task);
    const line = lineIn(stretch.chain);
    const chain = stretch.chain.map((frame) => frame.function).join(" > ");
    this.said.textContent = [
      task ? this.label(task) : "outside tasks",
      `${stretch.state === "blocking" ? "blocks the loop" : stretch.state}${stretch.what && !isStep(stretch) ? `: ${stretch.what}` : ""}`,
      `from ${seconds(stretch.start[1])} for ${seconds(stretch.end[1] - stretch.start[1])}`,
      line ? `line ${line}` : "",
      chain,
    ]
      .filter(Boolean)
      .join(", ");
  }

  private choose(words: string): void {
    const wanted = words.trim().toLowerCase();
    this.shown = this.trace.tasks.filter(
      (task) =>
        this.label(task).toLowerCase().includes(wanted) ||
        task.coroutine.toLowerCase().includes(wanted),
    );
    this.element.querySelector("details table")?.remove();
    this.size();
    this.said.textContent = `${this.shown.length} of ${this.trace.tasks.length} tasks`;
    this.ask();
  }

  private size(): void {
    const all = this.shown.length * LANE + AXIS;
    this.scroller.style.height = `${Math.min(all + LANE, MOST_HEIGHT)}px`;
    this.filler.style.height = `${all}px`;
  }

  private zoom(by: number): void {
    const mark = this.marked?.start[1];
    const middle =
      mark !== undefined && mark >= this.from && mark <= this.until
        ? mark
        : (this.from + this.until) / 2;
    const half = Math.max(((this.until - this.from) * by) / 2, SHORTEST / 2);
    this.span(middle - half, middle + half);
  }

  private pan(share: number): void {
    const by = (this.until - this.from) * share;
    this.span(this.from + by, this.until + by);
  }

  private span(from: number, until: number): void {
    const length = Math.min(until - from, this.length());
    this.from = Math.min(Math.max(0, from), this.length() - length);
    this.until = this.from + length;
    this.ask();
  }

  private left(): number {
    return this.scroller.clientWidth < NARROW ? NARROW_LABELS : LABELS;
  }

  private at(event: MouseEvent): Stretch | null {
    const box = this.canvas.getBoundingClientRect();
    const lane = Math.floor((event.clientY - box.top + this.scroller.scrollTop - AXIS) / LANE);
    const task = event.clientY - box.top > AXIS ? this.shown[lane] : undefined;
    if (!task) return null;
    const scale = (this.until - this.from) / (box.width - this.left());
    const time = this.from + (event.clientX - box.left - this.left()) * scale;
    if (time < this.from) return null;
    const row = this.rows.get(task.number) ?? [];
    const index = firstAfter(row, time - scale * 2);
    const near = row.slice(index, index + 3).filter((one) => one.start[1] <= time + scale * 2);
    return near.find(isStep) ?? near[0] ?? null;
  }

  private ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.draw();
    });
  }

  private colours(): Colours {
    const of = (name: string) => getComputedStyle(this.element).getPropertyValue(name).trim();
    return {
      text: of("--lab-viewer-text"),
      soft: of("--lab-viewer-soft"),
      line: of("--lab-viewer-line"),
      running: of("--lab-viewer-running"),
      waiting: of("--lab-viewer-waiting"),
      blocking: of("--lab-viewer-blocking"),
    };
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height, scrollTop } = this.scroller;
    const ratio = devicePixelRatio || 1;
    const pen = this.canvas.getContext("2d");
    if (!pen || !width || !height) return;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    pen.scale(ratio, ratio);
    pen.font = `12px ${getComputedStyle(this.element).fontFamily}`;
    pen.textBaseline = "middle";
    const { rows, marked, from, until } = this;
    const left = this.left();
    const lanes = new Lanes(pen, this.colours(), { from, until, left, width, height });
    const first = Math.floor(scrollTop / LANE);
    const last = Math.min(this.shown.length, first + Math.ceil(height / LANE) + 1);
    for (let lane = first; lane < last; lane++) {
      const task = this.shown[lane]!;
      const top = AXIS + lane * LANE - scrollTop;
      lanes.lane(rows.get(task.number) ?? [], this.label(task), top, marked);
    }
    lanes.axis();
  }
}
