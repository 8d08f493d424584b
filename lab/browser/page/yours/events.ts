/**
 * Reads the trace-event format, which Chrome, Perfetto and VizTracer write: each thread that is named
 * is a task, and each outermost event of it a stretch.
 *
 * VizTracer, told to `--log_async`, gives each task a thread of its own, with an event for each step.
 */

import { at, type Data } from "./file";
import { LONG } from "./labtrace";
import type { Frame, Stretch, Task, Trace } from "../steps/trace";

const MOST_EVENTS = 500_000;
const MICROSECONDS = 1e6;
/** What takes most of the time that a step takes is what it does. */
const MOSTLY = 0.8;

const NO_EVENTS =
  'This trace has no events with a beginning and an end ("ph": "X", or "B" and "E"). Choose another file.';

interface Span {
  start: number;
  end: number;
  name: string;
  cat: string;
  line: number | null;
}

export function fromEvents(events: Data[], isVizTracer: boolean): Trace {
  const { spans, names, isCut } = spansOf(events);
  if (!spans.size) throw new Error(NO_EVENTS);
  let zero = Infinity;
  let over = 0;
  for (const row of spans.values()) {
    for (const { start, end } of row) [zero, over] = [Math.min(zero, start), Math.max(over, end)];
  }
  const tasks: Task[] = [];
  const stretches: Stretch[] = [];
  for (const [thread, row] of spans) {
    const number = tasks.length + 1;
    const [process, id] = thread.split(" ");
    // In VizTracer's, the main thread runs the loop: it is no task.
    if (isVizTracer && process === id && spans.size > 1) continue;
    const outermost = outermostOf(row);
    const add = (state: Stretch["state"], from: number, until: number, more: Partial<Stretch>) =>
      stretches.push({
        task: number,
        state,
        start: at(0, from - zero),
        end: at(0, until - zero),
        chain: [],
        what: "",
        by: null,
        ...more,
      });
    let [before, waits] = [-1, ""];
    for (const { span, inner } of outermost) {
      const { start, end } = span;
      if (isVizTracer && before >= 0) add("waiting", before, start, { what: waits });
      const known = (["waiting", "ready", "blocking"] as const).find((one) => one === span.cat);
      const isLong = isVizTracer && end - start >= LONG * MICROSECONDS;
      const chain = isLong ? within(span, inner) : [frameOf(span)];
      const what = isLong ? chain.at(-1)!.function : chain[0]!.function.replace(/^\w+: /, "");
      add(known ?? (isLong ? "blocking" : "running"), start, end, { chain, what });
      [before, waits] = [end, isVizTracer ? lastCall(inner) : ""];
    }
    const [first, last] = [outermost[0]!.span, outermost.at(-1)!.span];
    const name = names.get(thread) ?? `thread ${id}`;
    tasks.push({
      number,
      name,
      coroutine: isVizTracer ? frameOf(first).function : name,
      creator: null,
      line: null,
      created: at(0, first.start - zero),
      ended: at(0, last.end - zero),
      outcome: "",
      detail: "",
    });
  }
  const steps = countSteps(stretches);
  return {
    format: "lab-trace 2",
    isTimesOnly: true,
    program: "this trace",
    clock: "wall",
    tasks,
    stretches,
    prints: [],
    cancels: [],
    end: at(steps, over - zero),
    note:
      "A trace of events says when each thread or task did something, not why." +
      (isCut ? ` These are its first ${MOST_EVENTS.toLocaleString("en")} events.` : ""),
  };
}

/** The events with a beginning and an end, by thread; and what the threads are called. */
function spansOf(events: Data[]) {
  const names = new Map<string, string>();
  const spans = new Map<string, Span[]>();
  const begun = new Map<string, Span[]>(); // "B", which an "E" of the same thread ends
  for (const event of events.slice(0, MOST_EVENTS)) {
    if (typeof event !== "object" || !event) continue;
    const thread = `${event.pid} ${event.tid}`;
    if (event.ph === "M" && event.name === "thread_name")
      names.set(thread, String(event.args?.name));
    if (typeof event.ts !== "number") continue;
    if (event.ph === "E") {
      const span = begun.get(thread)?.pop();
      if (span) span.end = event.ts;
    }
    if (event.ph !== "X" && event.ph !== "B") continue;
    const line = typeof event.args?.line === "number" ? event.args.line : null;
    const [start, end] = [event.ts, event.ts + (event.dur ?? 0)];
    const span = { start, end, name: String(event.name), cat: String(event.cat), line };
    put(spans, thread, span);
    if (event.ph === "B") put(begun, thread, span);
  }
  return { spans, names, isCut: events.length > MOST_EVENTS };
}

function put(rows: Map<string, Span[]>, thread: string, span: Span): void {
  const row = rows.get(thread);
  if (row) row.push(span);
  else rows.set(thread, [span]);
}

/** `price (/home/me/shop.py:12)`, as VizTracer names functions, or any other name. */
function frameOf({ name, line }: Span): Frame {
  const [, called, file] = /^(.+?) \((.*):\d+\)$/.exec(name) ?? []; // the line is that of its `def`
  if (!called) return { function: name, line, call: 0 };
  const library = /[\\/](site-packages|python3\.\d+)[\\/]|^<frozen/.test(file!);
  return { function: called.replace(/.*<locals>\./, ""), line: null, call: 0, library };
}

/** Each event that is in no other, with those that are in it. */
function outermostOf(row: Span[]): { span: Span; inner: Span[] }[] {
  row.sort((one, other) => one.start - other.start || other.end - one.end);
  const found: { span: Span; inner: Span[] }[] = [];
  for (const span of row) {
    const last = found.at(-1);
    if (last && span.start < last.span.end) last.inner.push(span);
    else found.push({ span, inner: [] });
  }
  return found;
}

/** What takes most of the time of a step: the calls in each other, outermost first. */
function within(step: Span, inner: Span[]): Frame[] {
  const least = MOSTLY * (step.end - step.start);
  return [step, ...inner.filter(({ start, end }) => end - start >= least)].map(frameOf);
}

/** The function that a step calls last: what its task waits for. */
function lastCall(inner: Span[]): string {
  const last = outermostOf(inner).at(-1);
  return last ? frameOf(last.span).function : "";
}

/** Number the steps in the order in which they began; return how many there are. */
function countSteps(stretches: Stretch[]): number {
  stretches.sort((one, other) => one.start[1] - other.start[1]);
  let step = 0;
  for (const stretch of stretches) {
    stretch.start = [step, stretch.start[1], 0];
    if (stretch.state === "running" || stretch.state === "blocking") step++;
    stretch.end = [step, stretch.end[1], 0];
  }
  return step;
}
