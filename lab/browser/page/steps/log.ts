/** The log of a recorded run: what a trace tells in several lists, in one. */

import {
  type At,
  type Cancel,
  type Change,
  type Job,
  type Print,
  SLEEP_0,
  type Stretch,
  type Task,
  type Trace,
} from "./trace";

/** What happened at one place of the run. */
export type Entry = { step: number; event: number; rank: number; time: number } & (
  | { kind: "begins"; of: Stretch; goesOn: boolean }
  | { kind: "stops"; of: Stretch; next: Stretch | undefined; goesOn: boolean }
  | { kind: "created"; of: Task }
  | { kind: "ended"; of: Task }
  | { kind: "woken"; of: Stretch }
  | { kind: "prints"; of: Print }
  | { kind: "cancels"; of: Cancel }
  | { kind: "handed"; of: Job }
  | { kind: "finished"; of: Job }
  | { kind: "change"; of: Change }
);

export type Begins = Entry & { kind: "begins" };

/** More tasks than any recording has. */
const MOST_TASKS = 1e6;

/** Ranks of what happens at one moment: what comes first. */
export const STOPS = 0;
const BEFORE = 1;
const FIRST = 2;
const CHANGE = 3;
const LATER = 4;
const BEGINS = 9;
const BEGUN = 10;

/** All that was recorded, in the order in which it happened. */
export function logOf(trace: Trace): Entry[] {
  const { stretches } = trace;
  const following = followers(stretches);
  const goOn = stepsThatGoOn(trace, following);
  const steps: Entry[][] = []; // sorting few entries for each step is quicker than all at once
  const add = (kind: string, of: object, at: At, rank: number) => {
    const entry = { kind, of, step: at[0], time: at[1], event: at[2] ?? 0, rank };
    (steps[at[0]] ??= []).push(entry as Entry);
  };
  const addTurn = (kind: string, of: Stretch, at: At, rank: number, next?: Stretch) => {
    const goesOn = goOn.has(at[0]);
    const entry = { kind, of, step: at[0], time: at[1], event: 0, rank, goesOn, next };
    (steps[at[0]] ??= []).push(entry as Entry);
  };
  stretches.forEach((stretch, index) => {
    if (isTurn(stretch)) addTurn("stops", stretch, stretch.end, STOPS, following[index]);
  });
  const begins = new Map(stretches.filter(isTurn).map(({ start }) => [start[0], start[1]]));
  for (const task of trace.tasks) {
    if (!task.ended) continue;
    const isLost = task.outcome === "lost" && task.ended[1] >= begins.get(task.ended[0])!;
    add("ended", task, task.ended, isLost ? BEGUN : STOPS); // lost while another task runs
  }
  for (const task of trace.tasks) add("created", task, task.created, FIRST);
  for (const cancel of trace.cancels) add("cancels", cancel, cancel.at, FIRST);
  const causes = causesOf(trace);
  const places = placesIn(trace.changes ?? [], causes);
  for (const [index, change] of (trace.changes ?? []).entries()) {
    const isAgain = change.kind === "ready" && change.why === "again" && !change.at[2];
    add("change", change, places[index]!, isAgain ? STOPS : rankOf(change));
  }
  for (const stretch of stretches) {
    if (stretch.state !== "ready") continue;
    const isAgain = stretch.what === SLEEP_0 && !stretch.start[2];
    const at = withCause(stretch.start, stretch.task, causes);
    add("woken", stretch, at, isAgain ? STOPS : LATER);
  }
  for (const print of trace.prints) add("prints", print, print.at, LATER);
  for (const job of trace.jobs ?? []) {
    add("handed", job, job.began, LATER);
    if (job.ended) add("finished", job, job.ended, LATER);
  }
  for (const stretch of stretches) {
    if (isTurn(stretch)) addTurn("begins", stretch, stretch.start, BEGINS);
  }
  for (const step of steps) if (step && !isInPlace(step)) step.sort(byPlace);
  return steps.flat();
}

/** Within a turn, what a lock, a queue or a timer is comes before the event of that number. */
function rankOf({ kind, at }: Change): number {
  return at[2] && /^(thing|timer|timer_over)$/.test(kind) ? BEFORE : CHANGE;
}

/** Most steps are: then sorting them would take longer than looking. */
function isInPlace(entries: Entry[]): boolean {
  return entries.every((entry, at) => !at || byPlace(entries[at - 1]!, entry) <= 0);
}

/** Between two turns, what the loop does takes time: there, the earlier comes first. */
function byPlace(one: Entry, other: Entry): number {
  if (one.event !== other.event) return one.event - other.event;
  const wait = isBetween(one) && isBetween(other) ? one.time - other.time : 0;
  return wait || one.rank - other.rank;
}

function isBetween({ event, rank }: Entry): boolean {
  return !event && rank > STOPS && rank < BEGINS;
}

function isTurn({ state }: Stretch): boolean {
  return state === "running" || state === "blocking";
}

/** By step and task, the event at which the task was created or asked to be cancelled. */
function causesOf({ tasks, cancels }: Trace): Map<number, number> {
  const causes = new Map<number, number>();
  const note = (at: At, task: number) => at[2] && causes.set(pair(at[0], task), at[2]);
  for (const task of tasks) note(task.created, task.number);
  for (const cancel of cancels) note(cancel.at, cancel.task);
  return causes;
}

/** A step and a task as one number. */
function pair(step: number, task: number): number {
  return step * MOST_TASKS + task;
}

/** The place of what is recorded just after its cause: that of the cause. */
function withCause(at: At, task: number, causes: Map<number, number>): At {
  const cause = causes.get(pair(at[0], task));
  const follows = cause !== undefined && at[2] !== undefined && at[2] - cause <= 1;
  return follows && at[2]! > cause ? [at[0], at[1], cause] : at;
}

/** The places of changes. What is put into the queue before a task stays before it. */
function placesIn(changes: Change[], causes: Map<number, number>): At[] {
  const places = changes.map(({ at }) => at);
  let after: At | undefined; // of what is put into the queue next
  for (let index = changes.length - 1; index >= 0; index--) {
    const change = changes[index]!;
    if (change.kind !== "ready") continue;
    const at = change.task ? withCause(change.at, change.task, causes) : change.at;
    const isLate = after?.[0] === at[0] && (after[2] ?? 0) < (at[2] ?? 0);
    places[index] = after = isLate ? [at[0], at[1], after![2] ?? 0] : at;
  }
  return places;
}

/**
 * The steps with which a task goes on that has not stopped: before them it blocked the loop, or
 * after them it does.
 */
function stepsThatGoOn(trace: Trace, following: (Stretch | undefined)[]): Set<number> {
  const turns = new Set<number>(); // in which the loop took a task out of its queue
  const tasks = new Map<number, number | null>();
  for (const change of trace.changes ?? []) {
    if (change.kind === "ready") tasks.set(change.entry, change.task);
    else if (change.kind === "run" && tasks.get(change.entry)) turns.add(change.at[0]);
  }
  const found = new Set<number>();
  trace.stretches.forEach((stretch, index) => {
    const next = following[index];
    if (!next || !isTurn(stretch) || !isTurn(next)) return;
    const { start } = next;
    const stopped = trace.changes ? turns.has(start[0]) : stretch.chain.at(-1)?.library;
    if (start[0] === stretch.end[0] && !stopped) found.add(start[0]);
  });
  return found;
}

/** For each stretch, the one after it of the same task. */
function followers(stretches: Stretch[]): (Stretch | undefined)[] {
  const found = new Array<Stretch | undefined>(stretches.length).fill(undefined);
  const last: number[] = []; // of each task, the index of its last stretch so far
  stretches.forEach((stretch, index) => {
    const before = last[stretch.task];
    if (before !== undefined) found[before] = stretch;
    last[stretch.task] = index;
  });
  return found;
}
