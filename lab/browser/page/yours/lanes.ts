/** Draws lanes of tasks and an axis of time on a canvas: only what can be seen. */

import type { Stretch } from "../steps/trace";
import { roundUnit } from "../steps/ticks";

export const LANE = 22;
export const AXIS = 20;
/** So far apart are two ticks at least. */
const TICK = 90;

export interface Colours {
  text: string;
  soft: string;
  line: string;
  running: string;
  waiting: string;
  blocking: string;
}

/** What of a run is seen, and where. */
interface Span {
  from: number;
  until: number;
  /** Where the time begins: names are to the left of it. */
  left: number;
  width: number;
  height: number;
}

export class Lanes {
  constructor(
    private readonly pen: CanvasRenderingContext2D,
    private readonly colours: Colours,
    private readonly span: Span,
  ) {}

  private x(time: number): number {
    const { from, until, left, width } = this.span;
    return left + ((time - from) / (until - from)) * (width - left);
  }

  lane(row: Stretch[], name: string, top: number, marked: Stretch | null): void {
    const { pen, colours } = this;
    const { from, until, left, width: right } = this.span;
    const middle = top + LANE / 2;
    let drawn = -1; // the last pixel that has a step: more in it would not be seen
    for (let index = firstAfter(row, from); index < row.length; index++) {
      const one = row[index]!;
      if (one.start[1] > until) break;
      const begins = Math.max(this.x(one.start[1]), left);
      const ends = Math.min(this.x(one.end[1]), right);
      if (isStep(one)) {
        const end = Math.max(ends, begins + 1.5);
        if (end <= drawn && one !== marked && one.state !== "blocking") continue;
        pen.fillStyle = one.state === "blocking" ? colours.blocking : colours.running;
        pen.fillRect(begins, top + 3, end - begins, LANE - 6);
        drawn = end;
      } else if (ends - begins >= 1) {
        pen.fillStyle = one.state === "ready" ? colours.soft : colours.waiting;
        const thick = one.state === "ready" ? 2 : LANE - 12;
        pen.fillRect(begins, middle - thick / 2, ends - begins, thick);
      }
      if (one === marked) {
        pen.strokeStyle = colours.text;
        pen.lineWidth = 2;
        pen.strokeRect(begins - 2, top + 1, Math.max(ends - begins, 2) + 4, LANE - 2);
      }
    }
    pen.fillStyle = colours.text;
    pen.fillText(fitted(pen, name, left - 10), 4, middle);
  }

  axis(): void {
    const { pen, colours } = this;
    const { from, until, left, width, height } = this.span;
    pen.clearRect(0, 0, width, AXIS);
    pen.fillStyle = colours.soft;
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1;
    const every = roundUnit(((until - from) * TICK) / Math.max(width - left, TICK));
    for (let tick = Math.ceil(from / every) * every; tick <= until; tick += every) {
      const place = Math.round(this.x(tick)) + 0.5;
      pen.beginPath();
      pen.moveTo(place, AXIS - 4);
      pen.lineTo(place, height);
      pen.globalAlpha = 0.5;
      pen.stroke();
      pen.globalAlpha = 1;
      const words = seconds(tick);
      if (place + pen.measureText(words).width < width) pen.fillText(words, place + 2, AXIS / 2);
    }
  }
}

/** A name that fits: of one that is too long, its beginning and its end, which tells it from others. */
function fitted(pen: CanvasRenderingContext2D, name: string, width: number): string {
  if (pen.measureText(name).width <= width) return name;
  for (let kept = name.length - 1; kept > 1; kept--) {
    const end = Math.floor(kept / 2);
    const cut = `${name.slice(0, kept - end)}…${name.slice(name.length - end)}`;
    if (pen.measureText(cut).width <= width) return cut;
  }
  return "…";
}

export function isStep(stretch: Stretch): boolean {
  return stretch.state === "running" || stretch.state === "blocking";
}

/** The first stretch of a row that isn't over at a time. */
export function firstAfter(row: Stretch[], time: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row[middle]!.end[1] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A time with its unit. */
export function seconds(time: number): string {
  if (time === 0) return "0 s";
  if (time < 0.001) return `${Number((time * 1e6).toPrecision(3))} µs`;
  if (time < 1) return `${Number((time * 1e3).toPrecision(3))} ms`;
  return `${Number(time.toPrecision(4))} s`;
}
