/**
 * Reads a file of the reader's: what `labtrace.py` wrote, a trace of the lab, one of asyncio tasks in
 * the trace-event format (Chrome, Perfetto, VizTracer), or what `python -m asyncio` printed.
 *
 * Of a program that ran elsewhere nobody knows the ready queue and the timers, so the trace that is
 * made of it has no `changes`.
 */

import {
  type At,
  type Cancel,
  type Frame,
  isDefault,
  type Stretch,
  type Task,
  type Trace,
} from "../steps/recording";
import { fromTable, fromTree, isTable, isTree } from "./moment";

/** A step that is longer blocks, in seconds: asyncio's debug mode reports it, too. */
const LONG = 0.1;
/** What `labtrace.py` says of a step in which its task ended. */
const ENDED = -1;
const MICROSECONDS = 1e6;
/** More would fill the memory of a phone. */
export const MOST_BYTES = 200_000_000;

const NO_TASKS =
  "No task ran while this was recorded. Put labtrace.record() around asyncio.run(), or inside a coroutine.";
const OURS = ["lab-trace 1", "lab-trace 2"];
const TRY =
  "Choose a file that labtrace.py, python -m lab, python -m asyncio, VizTracer or Perfetto wrote.";

/**
 * Read the text of a file.
 *
 * @throws An error whose message is a sentence for the reader.
 */
export function readTrace(text: string): Trace {
  if (!text.trim()) {
    throw new Error("This file is empty. Was the program still running? Record it once more.");
  }
  const end = text.indexOf("\n");
  const first = parsed(end < 0 ? text : text.slice(0, end));
  if (first?.format === "labtrace 1") return fromLabtrace(first, text, end);
  const whole = parsed(text);
  const { format } = first ?? whole ?? {};
  if (OURS.includes(format)) return checked(whole);
  if (typeof format === "string" && /^(labtrace|lab-trace) /.test(format)) {
    throw new Error(
      `This file has the format ${format}, which is newer than this page. Load the page again.`,
    );
  }
  const events = Array.isArray(whole) ? whole : whole?.traceEvents;
  if (Array.isArray(events)) return fromEvents(events);
  if (isTree(text)) return fromTree(text);
  if (isTable(text)) return fromTable(text);
  if (/^\s*[[{]/.test(text) && !whole) {
    throw new Error("This file is cut off, or isn't JSON. Record the program again, to its end.");
  }
  throw new Error(`This isn't a recording that can be drawn here. ${TRY}`);
}

/** What to tell the reader: our own sentence, or that a part which every recording has isn't there. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error) || error.name !== "Error") return BROKEN;
  return error.message;
}

const BROKEN = "Parts of this recording are missing or broken. Record the program again.";

function checked(trace: Data): Trace {
  const lists = [trace.tasks, trace.stretches, trace.prints, trace.cancels, trace.end];
  if (!lists.every(Array.isArray)) throw new Error(BROKEN);
  return trace;
}

type Data = any; // what a file of somebody's holds: each part is looked at before it is used

function parsed(text: string): Data {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface Step {
  task: number;
  start: number;
  end: number;
  woken: number;
  by: number;
  chain: number;
  waits: string;
}

interface Lines {
  tasks: Map<number, { at: number; by: number; chain: number; name: string; coroutine: string }>;
  chains: Map<number, Frame[]>;
  steps: Step[];
  cancels: { task: number; at: number; by: number; chain: number }[];
  /** Where long steps were, by the moment at which they began. */
  stuck: Map<number, number[]>;
  over: number;
  note: string;
}

/** The lines of a file, up to where it is cut off. */
function linesOf(text: string, start: number, program: string): Lines {
  const found: Lines = {
    tasks: new Map(),
    chains: new Map([[0, []]]),
    steps: [],
    cancels: [],
    stuck: new Map(),
    over: 0,
    note: "The file ends before the recording did: the program was killed, or is still running.",
  };
  if (start < 0) return found;
  const whole = text.slice(start + 1, text.lastIndexOf("\n"));
  // To parse all lines at once is quicker, but one that isn't whole spoils it.
  const lines: Data[] =
    parsed(`[${whole.replaceAll("\n", ",")}]`) ?? whole.split("\n").map((line) => parsed(line));
  for (const columns of lines) if (Array.isArray(columns)) take(columns, found, program);
  return found;
}

function take([kind, ...columns]: Data[], found: Lines, program: string): void {
  if (kind === "step") {
    const [task, start, end, woken, by, chain, waits] = columns;
    found.steps.push({ task, start, end, woken, by, chain, waits });
    found.over = Math.max(found.over, end);
  } else if (kind === "task") {
    const [task, at, by, chain, name, coroutine] = columns;
    found.tasks.set(task, { at, by, chain, name, coroutine });
  } else if (kind === "chain") {
    const [number, places, lines] = columns;
    found.chains.set(number, framesOf(places, lines, program));
  } else if (kind === "name") {
    const task = found.tasks.get(columns[0]);
    if (task) task.name = columns[1];
  } else if (kind === "cancel") {
    const [task, at, by, chain] = columns;
    found.cancels.push({ task, at, by, chain });
  } else if (kind === "stuck") {
    const [, start, at, chain] = columns;
    found.stuck.set(start, [...(found.stuck.get(start) ?? []), chain]);
    found.over = Math.max(found.over, at);
  } else if (kind === "over") {
    found.over = Math.max(found.over, columns[0]);
    found.note = columns[1] ? `The recording stopped early: ${columns[1]}.` : "";
  }
}

function framesOf(places: Data[], lines: number[], program: string): Frame[] {
  return places
    .map(([name, file, library]: [string, string, boolean], at) => ({
      function: name.replace(/.*<locals>\./, ""),
      line: library ? null : (lines[at] ?? null),
      call: at,
      library,
      file: file === program ? "" : file,
    }))
    .filter(({ file }) => !/(^|\/)labtrace\.py$/.test(file));
}

/** How a step that is this far from the beginning is called in a trace. */
function at(step: number, microseconds: number, event = 0): At {
  return [step, Math.max(0, microseconds) / MICROSECONDS, event];
}

function fromLabtrace(header: Data, text: string, firstEnd: number): Trace {
  const program = String(header.program ?? "program.py");
  const found = linesOf(text, firstEnd, program);
  if (!found.tasks.size) throw new Error(NO_TASKS);
  const steps = found.steps.sort((one, other) => one.start - other.start);
  const zero = Math.min(
    steps[0]?.start ?? 0,
    ...[...found.tasks.values()].slice(0, 1).map(({ at }) => at),
  );
  /** How many steps were over at a time. */
  const stepAt = (time: number) => {
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle]!.end <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const events = new Map<number, number>();
  const inside = (time: number): At => {
    const step = stepAt(time);
    if (!steps[step] || steps[step].start > time) return at(step, time - zero);
    events.set(step, (events.get(step) ?? 0) + 1);
    return at(step, time - zero, events.get(step));
  };
  const lineOf = (chain: number) =>
    found.chains.get(chain)?.findLast(({ line, file }) => line && !file)?.line ?? null;
  const tasks: Task[] = [];
  for (const [number, { at: time, by, chain, name, coroutine }] of found.tasks) {
    tasks.push({
      number,
      name,
      coroutine: coroutine.replace(/.*<locals>\./, ""),
      creator: by || null,
      line: by || number === 1 ? lineOf(chain) : null,
      created: inside(time),
      ended: null,
      outcome: "unfinished",
      detail: "",
    });
  }
  const byNumber = new Map(tasks.map((task) => [task.number, task]));
  const stretches = stretchesOf({ ...found, steps }, byNumber, zero, stepAt);
  const cancels: Cancel[] = found.cancels
    .map(asRequested(found.cancels, byNumber))
    .map(({ task, at: time, by, chain }) => ({
      at: inside(time),
      task,
      by: by || null,
      reason: by ? "cancel()" : "the loop or a timeout",
      line: lineOf(chain),
    }));
  return {
    format: "lab-trace 2",
    program,
    clock: "wall",
    tasks,
    stretches: stretches.sort(
      (one, other) => one.start[0] - other.start[0] || one.start[1] - other.start[1],
    ),
    prints: [],
    cancels,
    end: at(steps.length, found.over - zero),
    note: found.note,
  };
}

type Request = Lines["cancels"][number];

/** Who was woken by a task that was cancelled itself has it from where that task has it. */
function asRequested(cancels: Request[], tasks: Map<number, Task>): (one: Request) => Request {
  const requests = new Map(cancels.map((one) => [one.task, one]));
  return (one) => {
    let from = one;
    for (;;) {
      const before = requests.get(from.by);
      if (!before || before.at >= from.at || tasks.get(from.by)?.outcome !== "cancelled") break;
      from = before;
    }
    return { ...one, by: from.by, chain: from.chain };
  };
}

function stretchesOf(
  { steps, chains, stuck, over }: Lines,
  tasks: Map<number, Task>,
  zero: number,
  stepAt: (time: number) => number,
): Stretch[] {
  const made: Stretch[] = [];
  /** Of each task, its last step. */
  const last = new Map<number, { index: number; step: Step }>();
  const waited = (task: number, from: At, until: At, what: string) =>
    made.push({ task, state: "waiting", start: from, end: until, chain: [], what, by: null });
  steps.forEach((step, index) => {
    const { task, start, end, woken, by, chain, waits } = step;
    const before = last.get(task);
    const since = Math.min(Math.max(woken, before?.step.end ?? 0), start);
    const ready = at(
      before && woken <= before.step.end ? before.index + 1 : Math.min(stepAt(since), index),
      since - zero,
    );
    const what = before ? wordsFor(before.step, chains, tasks) : "start";
    if (before) waited(task, at(before.index + 1, before.step.end - zero), ready, what);
    made.push({
      task,
      state: "ready",
      start: ready,
      end: at(index, start - zero),
      chain: [],
      what,
      by: by || null,
    });
    const isLong = end - start >= LONG * MICROSECONDS;
    const place = isLong ? mostCommon(stuck.get(start) ?? []) : chain;
    const frames = chains.get(place ?? chain) ?? [];
    made.push({
      task,
      state: isLong ? "blocking" : "running",
      start: at(index, start - zero),
      end: at(index + 1, end - zero),
      chain: frames,
      what: isLong && frames.length > 1 ? frames.at(-1)!.function : "",
      by: null,
    });
    last.set(task, { index, step });
    const known = tasks.get(task);
    if (chain === ENDED && known) {
      const [outcome, detail] = waits.split(" ");
      Object.assign(known, { ended: at(index + 1, end - zero), outcome, detail: detail ?? "" });
    }
  });
  for (const [task, { index, step }] of last) {
    if (step.chain === ENDED) continue;
    waited(
      task,
      at(index + 1, step.end - zero),
      at(steps.length, over - zero),
      wordsFor(step, chains, tasks),
    );
  }
  return made;
}

function mostCommon(numbers: number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

const GATHER = "_GatheringFuture";

/** For what a task waits, in words: a task, or the innermost public function of a library. */
function wordsFor(step: Step, chains: Map<number, Frame[]>, tasks: Map<number, Task>): string {
  const awaited = /^task (\d+)$/.exec(step.waits)?.[1];
  if (awaited) return labelOf(tasks.get(Number(awaited))) || `task ${awaited}`;
  if (step.waits === GATHER) return "gather";
  const frames = chains.get(step.chain) ?? [];
  const first = frames.findLastIndex(({ library }) => !library) + 1;
  const called = frames.slice(first).map((frame) => frame.function);
  const said = called.find((name) => !/(^|\.)_/.test(name.replace(/__\w+__/, ""))) ?? called[0];
  return said ?? (step.waits ? "a future" : "its next turn");
}

/** The name that says most: the program's own, or else the function's. */
export function labelOf(task: Task | undefined): string {
  if (!task) return "";
  return isDefault(task.name) ? task.coroutine : task.name;
}

const MOST_EVENTS = 500_000;

/** Make a trace of trace events: each thread that is named is a task, each outermost event a stretch. */
function fromEvents(events: Data[]): Trace {
  const names = new Map<string, string>();
  const spans = new Map<
    string,
    { start: number; end: number; name: string; cat: string; line: number | null }[]
  >();
  for (const event of events.slice(0, MOST_EVENTS)) {
    if (typeof event !== "object" || !event) continue;
    const thread = `${event.pid} ${event.tid}`;
    if (event.ph === "M" && event.name === "thread_name")
      names.set(thread, String(event.args?.name));
    if (event.ph !== "X" || typeof event.ts !== "number") continue;
    const row = spans.get(thread) ?? [];
    if (!row.length) spans.set(thread, row);
    const line = typeof event.args?.line === "number" ? event.args.line : null;
    row.push({
      start: event.ts,
      end: event.ts + (event.dur ?? 0),
      name: String(event.name),
      cat: String(event.cat),
      line,
    });
  }
  if (!spans.size) throw new Error(`This trace has no complete events ("ph": "X"). ${TRY}`);
  let zero = Infinity;
  let over = 0;
  for (const row of spans.values()) {
    for (const { start, end } of row) [zero, over] = [Math.min(zero, start), Math.max(over, end)];
  }
  const tasks: Task[] = [];
  const stretches: Stretch[] = [];
  let number = 0;
  for (const [thread, row] of spans) {
    const task = ++number;
    const name = names.get(thread) ?? `thread ${thread.split(" ")[1]}`;
    let end = -Infinity;
    row.sort((one, other) => one.start - other.start || other.end - one.end);
    const outermost = row.filter(
      (span) => span.start >= end && ((end = Math.max(end, span.end)), true),
    );
    for (const span of outermost) {
      const state =
        (["waiting", "ready", "blocking"] as const).find((known) => known === span.cat) ??
        "running";
      const chain: Frame[] = [{ function: span.name, line: span.line, call: 0 }];
      const what = span.name.replace(/^\w+: /, "");
      stretches.push({
        task,
        state,
        start: at(0, span.start - zero),
        end: at(0, span.end - zero),
        chain,
        what,
        by: null,
      });
    }
    const [created, ended] = [at(0, outermost[0]!.start - zero), at(0, end - zero)];
    tasks.push({
      number: task,
      name,
      coroutine: name,
      creator: null,
      line: null,
      created,
      ended,
      outcome: "",
      detail: "",
    });
  }
  stretches.sort((one, other) => one.start[1] - other.start[1]);
  let step = 0;
  for (const stretch of stretches) {
    stretch.start = [step, stretch.start[1], 0];
    if (stretch.state === "running" || stretch.state === "blocking") step++;
    stretch.end = [step, stretch.end[1], 0];
  }
  return {
    format: "lab-trace 2",
    program: "this trace",
    clock: "wall",
    tasks,
    stretches,
    prints: [],
    cancels: [],
    end: at(step, over - zero),
    note: "A trace of events says when each thread or task did something, not why.",
  };
}
