/**
 * Reads what `labtrace.py` wrote.
 *
 * Of a program that ran elsewhere nobody knows the ready queue and the timers, so the trace that is
 * made of it has no `changes`.
 */

import { at, type Data, MICROSECONDS, parsed } from "./file";
import {
  type At,
  type Cancel,
  type Frame,
  labelOf,
  type Sizes,
  type Stretch,
  type Task,
  type Trace,
} from "../steps/recording";

/** A step that is longer blocks, in seconds: asyncio's debug mode reports it, too. */
export const LONG = 0.1;
/** Its first version didn't say whose end nobody asked for. */
const FIRST = "labtrace 1";
/** What is said of a step in which its task ended. */
const ENDED = -1;
/** How many numbers there are for each step. */
const COLUMNS = 7;

const NO_TASKS =
  "No task ran while this was recorded. Put labtrace.record() around asyncio.run(), or inside a coroutine.";
const CUT = "The file ends before the recording did: the program was killed, or is still running.";

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
  /** What a task waits for, or how it ended, by the number that steps have for it. */
  words: Map<number, string>;
  queues: Map<
    number,
    { type: string; chain: number; limit: number; sizes: [time: number, items: number][] }
  >;
  /** Where long steps were, by the moment at which they began. */
  stuck: Map<number, number[]>;
  /** The tasks of which nobody asked how they ended. */
  lost: Set<number>;
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
    words: new Map(),
    queues: new Map(),
    lost: new Set(),
    stuck: new Map(),
    over: 0,
    note: CUT,
  };
  if (start < 0) return found;
  const whole = text.slice(start + 1, text.lastIndexOf("\n"));
  // To parse all lines at once is quicker, but one that isn't whole spoils it.
  const lines: Data[] =
    parsed(`[${whole.replaceAll("\n", ",")}]`) ?? whole.split("\n").map((line) => parsed(line));
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const cutAt = (mark: string) => last.slice(0, last.lastIndexOf(mark));
  lines.push(parsed(`${cutAt(",")}]]`) ?? parsed(`${cutAt("], [")}]]]`)); // steps or rows
  for (const columns of lines) {
    if (!Array.isArray(columns)) continue;
    const [kind, list] = columns;
    if (kind === "steps") takeSteps(list, found);
    else if (kind === "rows") for (const row of list) take(row, found, program);
    else take(columns, found, program);
  }
  return found;
}

/** Steps as `labtrace 2` and newer have them: numbers in one list. */
function takeSteps(numbers: number[], found: Lines): void {
  for (let first = 0; first + COLUMNS <= numbers.length; first += COLUMNS) {
    const [task, start, end, woken, by, chain, waits] = numbers.slice(first, first + COLUMNS);
    const words = waits! < 0 ? (found.words.get(-waits!) ?? "") : `task ${waits}`;
    found.steps.push({
      task: task!,
      start: start!,
      end: end!,
      woken: woken!,
      by: by!,
      chain: chain!,
      waits: words === "NoneType" ? "" : words,
    });
    found.over = Math.max(found.over, end!);
  }
}

function take([kind, ...columns]: Data[], found: Lines, program: string): void {
  if (kind === "step") {
    const [task, start, end, woken, by, chain, waits] = columns; // of `labtrace 1`
    found.steps.push({ task, start, end, woken, by, chain, waits });
    found.over = Math.max(found.over, end);
  } else if (kind === "place") {
    const [number, outer, line, name, file, library] = columns;
    const within = found.chains.get(outer) ?? [];
    const frames = framesOf([[name, file, library]], [line], program, within.length);
    found.chains.set(number, [...within, ...frames]);
  } else if (kind === "word") {
    found.words.set(columns[0], columns[1]);
  } else if (kind === "queue") {
    const [number, , chain, type, limit] = columns;
    found.queues.set(number, { type, chain, limit, sizes: [] });
  } else if (kind === "size") {
    const [number, time, items] = columns;
    found.queues.get(number)?.sizes.push([time, items]);
  } else if (kind === "task") {
    const [task, at, by, chain, name, coroutine] = columns;
    found.tasks.set(task, { at, by, chain, name, coroutine });
  } else if (kind === "chain") {
    const [number, places, lines] = columns;
    found.chains.set(number, framesOf(places, lines, program));
  } else if (kind === "name") {
    const task = found.tasks.get(columns[0]);
    if (task) task.name = columns[1];
  } else if (kind === "lost") {
    found.lost.add(columns[0]);
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

function framesOf(places: Data[], lines: number[], program: string, depth = 0): Frame[] {
  return places
    .map(([name, file, library]: [string, string, boolean], at) => ({
      function: name.replace(/.*<locals>\./, ""),
      line: library ? null : (lines[at] ?? null),
      call: depth + at,
      library,
      file: file === program ? "" : file,
    }))
    .filter(({ file }) => !/(^|\/)labtrace\.py$/.test(file));
}

export function fromLabtrace(header: Data, text: string, firstEnd: number): Trace {
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
      ...(header.format === FIRST ? {} : { isForgotten: found.lost.has(number) }),
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
    queues: [...found.queues.values()].map(({ type, chain, limit, sizes }) => ({
      type,
      limit,
      line: lineOf(chain),
      sizes: sizes.map(([time, items]): Sizes => [
        stepAt(time),
        (time - zero) / MICROSECONDS,
        items,
      ]),
    })),
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
