/** Two runs below each other, on one scale of time, and what differs in a sentence. */

import { differences, rounded, type Run } from "./differences";
import type { Recording } from "./recording";
import { roundUnit } from "./ticks";
import { seconds } from "./words";
import { addStyle } from "./style";
import type { Stretch } from "./trace";

const SVG = "http://www.w3.org/2000/svg";
const MOST_LANES = 16;
const LANE = 32;
const BAR = 12;
const TOP = 24;
/** From the left and right edges to the first and last moment: a tick's text needs that. */
const MARGIN = 14;
/** What takes no time is this wide. */
const THINNEST = 2.5;
const NARROWEST = 300;
/** So far apart are two ticks at least. */
const TICK = 64;

/**
 * Show two runs.
 *
 * @param add Puts the section into the page.
 */
export function mountComparison(
  add: (section: HTMLElement) => void,
  before: Run,
  after: Run,
  close: () => void,
): HTMLElement {
  addStyle();
  const section = document.createElement("section");
  section.className = "lab-comparison";
  section.setAttribute("aria-label", `${before.name} and ${after.name}`);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Close";
  button.addEventListener("click", close);
  section.append(said, button);
  add(section);
  said.textContent = differences(before, after); // now that it is there, it is announced
  const width = Math.max(NARROWEST, section.clientWidth - 2 * MARGIN);
  const scale = scaleOf([before.recording, after.recording], width);
  for (const run of [before, after]) button.before(...drawn(run, scale, width));
  button.focus();
  return section;
}

/** Where a time, or a step, is drawn. */
interface Scale {
  unit: "s" | "steps";
  end: number;
  x(at: number): number;
}

/** One scale for all: of time, or of steps if no time passes in any. */
function scaleOf(recordings: Recording[], width: number): Scale {
  const last = Math.max(...recordings.map(({ trace }) => trace.end[1]));
  const unit = last > 0 ? "s" : "steps";
  const end = last || Math.max(1, ...recordings.map(({ steps }) => steps));
  return { unit, end, x: (at) => MARGIN + (at / end) * (width - 2 * MARGIN) };
}

function drawn({ recording, name }: Run, scale: Scale, width: number): HTMLElement[] {
  const { tasks, end } = recording.trace;
  const shown = tasks.slice(0, MOST_LANES);
  const title = document.createElement("p");
  title.className = "lab-comparison-title";
  const lasts = rounded(end[1]);
  title.textContent = `${name}: ${lasts}`;
  if (tasks.length > shown.length) title.append(`, ${tasks.length - shown.length} more tasks`);
  const drawing = svg("svg", { class: "lab-t", role: "img", width });
  const height = TOP + shown.length * LANE;
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("aria-label", `${name}: ${tasks.length} tasks, ${lasts}`);
  drawing.append(...ticks(scale, height), over(scale, end[1], height));
  shown.forEach(({ number }, row) => {
    const y = TOP + row * LANE;
    const label = svg("text", { x: MARGIN, y: y + 10 });
    label.textContent = recording.label(number);
    drawing.append(label);
    for (const stretch of recording.trace.stretches) {
      if (stretch.task === number) drawing.append(bar(stretch, scale, y + 15));
    }
  });
  const place = document.createElement("div");
  place.append(drawing);
  return [title, place];
}

const LOOKS = { running: "run", blocking: "block", waiting: "call", ready: "ready" };

function bar({ state, start, end, what }: Stretch, scale: Scale, y: number): SVGElement {
  const axis = scale.unit === "s" ? 1 : 0;
  const x = scale.x(start[axis]);
  const width = Math.max(THINNEST, scale.x(end[axis]) - x);
  const made = svg("rect", { x, y, width, height: BAR, class: LOOKS[state] ?? "call" });
  const title = svg("title", {});
  title.textContent = what ? `${state}: ${what}` : state;
  made.append(title);
  return made;
}

/** Where a run is over. */
function over(scale: Scale, time: number, height: number): SVGElement {
  const x = scale.unit === "s" ? scale.x(time) : scale.x(scale.end);
  return svg("path", { d: `M${x},${TOP - 6}V${height}`, class: "lab-over" });
}

function ticks(scale: Scale, height: number): SVGElement[] {
  const least = roundUnit((scale.end * TICK) / (scale.x(scale.end) - scale.x(0)));
  const unit = scale.unit === "s" ? least : Math.max(1, Math.ceil(least));
  const found: SVGElement[] = [];
  for (let at = 0; at <= scale.end * 1.000001; at += unit) {
    const x = scale.x(at);
    const text = svg("text", { x, y: 12, class: "m", "text-anchor": at ? "middle" : "start" });
    text.textContent = scale.unit === "s" ? seconds(at) : String(Math.round(at));
    found.push(svg("path", { d: `M${x},${TOP - 6}V${height}`, class: "grid" }), text);
  }
  return found;
}

function svg(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
