/** Shows in a picture where a stepper is, and leads from a place in the picture to its moment. */

import type { Recording } from "./recording";
import { hueOf, signOf } from "../tasks";

const SVG = "http://www.w3.org/2000/svg";

/** From where the lanes are drawn, below the axis. */
const TOP = 16;

/** Nearer than this, the line would touch a name. */
const NEAR = 3;

/** What of a picture is a bar of a task. */
const BARS = ".lane :is(rect, [data-line]), [data-task] > rect";

export class Cursor {
  private moment = 0;

  /**
   * @param timeline The figure of the pictures: a wide one and a narrow one, of which one is shown.
   * @param choose Called with a moment when the reader clicks on a bar.
   */
  constructor(
    private readonly timeline: HTMLElement,
    private readonly recording: Recording,
    choose: (moment: number) => void,
  ) {
    this.click = (event) => {
      const bar = (event.target as Element).closest?.(BARS);
      const drawing = bar?.closest("svg");
      if (drawing) choose(this.momentAt(drawing, event.clientX));
    };
    timeline.classList.add("lab-stepped");
    timeline.addEventListener("click", this.click);
    this.watcher = new ResizeObserver(() => this.moveTo(this.moment));
    this.watcher.observe(timeline);
  }

  moveTo(moment: number): void {
    this.moment = moment;
    for (const drawing of this.drawings()) {
      const x = this.xOf(columnsOf(drawing), moment);
      lineIn(drawing).setAttribute("d", lineAt(drawing, x));
      keepInSight(drawing, x);
    }
  }

  remove(): void {
    this.watcher.disconnect();
    this.timeline.removeEventListener("click", this.click);
    this.timeline.classList.remove("lab-stepped");
    this.timeline.querySelectorAll(".lab-cursor, .lab-lane-sign").forEach((one) => one.remove());
  }

  private readonly click: (event: MouseEvent) => void;
  private readonly watcher: ResizeObserver;

  private drawings(): SVGSVGElement[] {
    const all = this.timeline.querySelectorAll<SVGSVGElement>(":scope > div > svg[data-x]");
    return [...all].filter((drawing) => drawing.clientWidth);
  }

  private xOf(columns: [number, number][], moment: number): number {
    const column = columns[this.recording.stepOf(moment)];
    if (!column) return columns.at(-1)?.[1] ?? 0;
    const waited = this.recording.waitedOf(moment);
    const before = columns[this.recording.stepOf(moment) - 1]?.[1] ?? column[0];
    if (waited < 1) return before + (column[0] - before) * waited;
    return column[0] + (column[1] - column[0]) * this.recording.shareOf(moment);
  }

  /** The moment that is nearest to a place on the screen: of the step there, or of the one before. */
  private momentAt(drawing: SVGSVGElement, clientX: number): number {
    const box = drawing.getBoundingClientRect();
    const x = ((clientX - box.left) * drawing.viewBox.baseVal.width) / box.width;
    const columns = columnsOf(drawing);
    const after = columns.findIndex(([start]) => start > x + 1);
    const step = Math.max(0, (after < 0 ? columns.length : after) - 1);
    const first = this.recording.momentOf(step);
    const next =
      step + 1 < this.recording.steps ? this.recording.momentOf(step + 1) : this.recording.count;
    let best = first;
    for (let moment = first; moment < next; moment++) {
      const away = (one: number) => Math.abs(this.xOf(columns, one) - x);
      if (away(moment) < away(best)) best = moment;
    }
    return best;
  }
}

/** Where each step begins and ends in a drawing: `lab.timeline.drawing` writes it. */
function columnsOf(drawing: SVGSVGElement): [number, number][] {
  return (drawing.dataset.x ?? "")
    .split(" ")
    .filter(Boolean)
    .map((pair) => {
      const [start = 0, end = start] = pair.split(",").map(Number);
      return [start, end];
    });
}

function lineIn(drawing: SVGSVGElement): SVGPathElement {
  const found = drawing.querySelector<SVGPathElement>(".lab-cursor");
  if (found) return found;
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("class", "lab-cursor");
  drawing.append(line);
  colourNames(drawing);
  return line;
}

/** A line from the axis to the last lane. It leaves out the names that it would cross. */
function lineAt(drawing: SVGSVGElement, x: number): string {
  let path = `M${x} ${TOP}`;
  for (const name of drawing.querySelectorAll<SVGGraphicsElement>(".lane > .name")) {
    const { x: left, y, width, height } = name.getBBox();
    if (x < left - NEAR || x > left + width + NEAR) continue;
    path += `V${y}M${x} ${y + height}`;
  }
  return `${path}V${bottomOf(drawing)}`;
}

function bottomOf(drawing: SVGSVGElement): number {
  const lanes = [...drawing.querySelectorAll<SVGGraphicsElement>(".lane")];
  const bottoms = lanes.map((lane) => lane.getBBox()).map(({ y, height }) => y + height);
  return Math.max(TOP, ...bottoms);
}

/** Give the name of each lane the colour and the sign that its task has in the lists. */
function colourNames(drawing: SVGSVGElement): void {
  for (const lane of drawing.querySelectorAll<SVGElement>(".lane[data-task]")) {
    const task = Number(lane.dataset.task);
    const name = lane.querySelector<SVGElement>(":scope > .name :is(text, tspan)");
    if (!task || !name) continue;
    const sign = document.createElementNS(SVG, "tspan");
    sign.setAttribute("class", `lab-lane-sign ${hueOf(task)}`);
    sign.textContent = `${signOf(task)}\u00a0`;
    name.prepend(sign);
  }
}

/** A long drawing scrolls in its place. */
function keepInSight(drawing: SVGSVGElement, x: number): void {
  const place = drawing.parentElement!;
  if (place.scrollWidth <= place.clientWidth) return;
  const at = (x * drawing.clientWidth) / drawing.viewBox.baseVal.width;
  const margin = place.clientWidth / 6;
  if (at < place.scrollLeft + margin || at > place.scrollLeft + place.clientWidth - margin) {
    place.scrollLeft = at - place.clientWidth / 2;
  }
}
