/**
 * What a trace shows that is worth a look, in sentences, each with the chapter that explains it.
 *
 * A finding is what was seen, and it says so where it could be meant. Rather none than a wrong one.
 */

import { list, many } from "../steps/words";
import {
  type At,
  type Cancel,
  type Frame,
  labelOf,
  labelsOf,
  lineIn,
  type Sizes,
  type Stretch,
  type Task,
  type Thing,
  type Trace,
} from "../steps/trace";

export interface Finding {
  says: string;
  /** Below the site's root. */
  page: string;
  chapter: string;
  /** Where it begins. */
  step: number;
}

/** Seconds: shorter waits and steps are nobody's problem. */
const LONG = 0.1;
/** So many waits one after the other may be work that could overlap. */
const MANY = 10;
/** So many waits at the same line are a loop that goes on. */
const SEVERAL = 3;
/** So many findings of a kind are told. */
const MOST = 5;
/** Most of the time in which others wait for a lock. */
const MOSTLY = 0.8;
/** So many items in a queue are many. */
const MANY_ITEMS = 20;
/** What a queue has halfway, of what it has at the end, if it grows all the time. */
const HALFWAY = { least: 0.1, most: 0.9 };

/** What comes in its own order: to wait for it again and again is how it's used. */
const IN_ORDER =
  /sleep|Queue|Event|Condition|Lock|Semaphore|Barrier|Stream|drain|(?<!th)read|recv|receive|next|gather|wait|TaskGroup|turn|^a future|^future/i;
const SLEEPS = /^sleep (?!0 s)|^sleep$/;
/** What collects the results of several tasks. */
const COLLECTS = /gather|TaskGroup|wait|as_completed/;

/** Look for what is worth a look. */
export function findingsOf(trace: Trace): Finding[] {
  const tasks = new Map(trace.tasks.map((task) => [task.number, task]));
  const ofTask = new Map<number, Stretch[]>();
  for (const stretch of trace.stretches) {
    const row = ofTask.get(stretch.task);
    if (row) row.push(stretch);
    else ofTask.set(stretch.task, [stretch]);
  }
  const kinds = [blocked, forgotten, swallowed, kept, heldLocks, oneByOne, queues, notMarked];
  return kinds.flatMap((kind) => kind(trace, tasks, ofTask).slice(0, MOST));
}

type Rows = Map<number, Stretch[]>;
type Tasks = Map<number, Task>;

function lasted({ start, end }: Stretch): number {
  return end[1] - start[1];
}

function seconds(time: number): string {
  return `${Number(time.toPrecision(2))} s`;
}

function name(task: Task | undefined): string {
  return task ? `\`${labelOf(task)}\`` : "a callback";
}

function place(chain: Frame[]): string {
  const line = lineIn(chain);
  if (line) return ` at line ${line}`;
  const frame = chain.findLast((one) => one.line && !one.library);
  return frame ? ` at line ${frame.line} of ${frame.file}` : "";
}

function inside(chain: Frame[]): string {
  const called = chain.at(-1)?.function;
  return called ? ` in \`${called}\`` : "";
}

function blocked(trace: Trace, tasks: Tasks): Finding[] {
  return trace.stretches
    .filter((stretch) => stretch.state === "blocking" && lasted(stretch) >= LONG)
    .sort((one, other) => lasted(other) - lasted(one))
    .map((stretch) => ({
      says: `${name(tasks.get(stretch.task))} blocked the loop for ${seconds(lasted(stretch))}${place(stretch.chain) || inside(stretch.chain)}: no other task could run.`,
      page: "learn/blocking-code/",
      chapter: "Blocking code",
      step: stretch.start[0],
    }));
}

/** Tasks that were lost, and those whose error was for nobody. */
function forgotten(trace: Trace, _: Tasks, rows: Rows): Finding[] {
  const awaited = new Set(
    trace.stretches.filter((one) => one.state === "waiting").map((one) => one.what),
  );
  const isAwaited = (task: Task) => {
    const label = labelOf(task);
    for (const what of awaited) if (what.includes(label) || what.includes(task.name)) return true;
    const creator = rows.get(task.creator ?? 0) ?? [];
    return creator.some(
      (one) => one.state === "waiting" && COLLECTS.test(one.what) && one.end[0] >= task.created[0],
    );
  };
  // The lab's traces have what asyncio prints of an error that nobody asked for; older files of
  // labtrace have no prints at all.
  const reports = trace.prints.filter(({ text }) => /^(future|task): <Task finished/.test(text));
  const isReported = (task: Task) =>
    trace.changes
      ? reports.some(({ text }) => text.includes(` name='${task.name}' `))
      : task.creator && !isAwaited(task);
  const over = trace.tasks.find(({ number }) => number === 1)?.ended?.[0] ?? Infinity;
  const found: Finding[] = [];
  for (const task of trace.tasks) {
    const at = task.line ? `, created at line ${task.line},` : "";
    const page = { page: "learn/tasks/", chapter: "Tasks", step: task.ended?.[0] ?? 0 };
    if (task.outcome === "lost" || (task.isForgotten && !task.ended)) {
      found.push({
        says: `${name(task)}${at} was thrown away while it waited: no reference to it was left.`,
        ...page,
      });
    } else if (task.outcome === "raised" && (task.isForgotten ?? isReported(task))) {
      const error = task.detail.split("(")[0] || "an error";
      const nobody = task.isForgotten
        ? "nobody asked for its result"
        : "the recording shows no task that waited for it";
      found.push({ says: `${name(task)}${at} ended with ${error}, and ${nobody}.`, ...page });
    } else if (isCutOff(task, trace.cancels, over, rows.get(task.number)) && !isAwaited(task)) {
      found.push({
        says: `${name(task)}${at} was still waiting when the program ended, so it was cancelled: no task waited for it.`,
        ...page,
      });
    }
  }
  return found;
}

/** Whether the end of the program cancelled a task that was not in a loop that may go on for ever. */
function isCutOff(task: Task, cancels: Cancel[], over: number, row: Stretch[] = []): boolean {
  if (task.outcome !== "cancelled" || !task.creator) return false;
  const cancel = cancels.find((one) => one.task === task.number);
  if (!cancel || cancel.by || cancel.at[0] < over) return false;
  const places = row
    .filter(({ chain }) => chain.length)
    .map(({ chain }) => chain.map((frame) => `${frame.function} ${frame.line}`).join());
  return new Set(places).size === places.length;
}

/**
 * Tasks that another task asked to cancel, and that went on as before: they wait again where the
 * request reached them. Cleaning up is done at other lines.
 */
function swallowed(trace: Trace, tasks: Tasks, rows: Rows): Finding[] {
  const found: Finding[] = [];
  const told = new Set<number>();
  const where = ({ chain }: Stretch) => chain.map((one) => `${one.function} ${one.line}`).join();
  for (const { task, by, at } of trace.cancels) {
    if (!by || by === task || told.has(task)) continue;
    const row = rows.get(task) ?? [];
    // The step before a wait says where the task stopped.
    const stops = row.filter(
      (one, index) => one.chain.length && row[index + 1]?.state === "waiting",
    );
    const reached = stops.findLast(({ start }) => start[0] < at[0]);
    const line = reached && place(reached.chain);
    if (!line) continue;
    const again = stops.filter((one) => one.start[0] >= at[0] && where(one) === where(reached));
    if (again.length < SEVERAL) continue;
    told.add(task);
    found.push({
      says: `${name(tasks.get(by))} asked ${name(tasks.get(task))} to cancel, and it carried on: it waited ${again.length} more times${line}. After \`except CancelledError\`, raise the error again.`,
      page: "learn/cancellation/",
      chapter: "Cancellation",
      step: at[0],
    });
  }
  return found;
}

/** The states of each thing of some types, in order. */
function statesOf({ changes = [] }: Trace, types: RegExp): (Thing & { at: At })[][] {
  const found = new Map<number, (Thing & { at: At })[]>();
  for (const one of changes) {
    if (one.kind !== "thing" || !types.test(one.type)) continue;
    const states = found.get(one.thing);
    if (states) states.push(one);
    else found.set(one.thing, [one]);
  }
  return [...found.values()];
}

/**
 * Locks and semaphores that tasks hold which have ended, while others wait in vain. If one is
 * released after that, it may be meant to be taken by one task and released by another.
 */
function kept(trace: Trace, tasks: Tasks): Finding[] {
  const labels = labelsOf(trace.tasks);
  const found: Finding[] = [];
  for (const states of statesOf(trace, /^(Lock|\w*Semaphore)$/)) {
    const last = states.at(-1)!;
    const ended = (task: number) => tasks.get(task)?.ended?.[0] ?? Infinity;
    const gone = [...new Set(last.holders)].filter((one) => ended(one) < Infinity);
    if (!gone.length) continue;
    const from = Math.min(...gone.map(ended));
    const before = states.findLastIndex(({ at }) => at[0] < from);
    const then = states.slice(Math.max(0, before));
    const isReleased = then.some((one, at) =>
      then[at - 1]?.holders?.some((task) => !one.holders?.includes(task)),
    );
    const isWaitedFor = then.some(({ waiters }) => waiters?.length);
    if (isReleased || !isWaitedFor) continue;
    const names = gone.map((one) => `\`${labels.get(one)}\``);
    const name = last.name ? ` \`${last.name}\`` : "";
    const isLock = last.type === "Lock";
    const hold =
      gone.length > 1
        ? isLock
          ? "hold"
          : "hold places in"
        : isLock
          ? "holds"
          : "holds a place in";
    found.push({
      says: `${list(names)} ended and still ${hold} the ${last.type.toLowerCase()}${name}, for which others wait in vain. \`async with\` releases it however its block is left.`,
      page: "learn/sharing/",
      chapter: "Sharing",
      step: from,
    });
  }
  return found;
}

/** Queues that are empty, and `join` waits for items that nobody works on any more. */
function notMarked(trace: Trace, tasks: Tasks, rows: Rows): Finding[] {
  const found: Finding[] = [];
  for (const states of statesOf(trace, /Queue$/)) {
    const at = states.findLastIndex(({ state }) => /^empty\b.* not done/.test(state));
    const last = states[at];
    if (!last) continue;
    const joins = (last.waiters ?? []).filter((task) => isInVain(trace, rows.get(task) ?? []));
    const until = states[at + 1]?.at[0] ?? Infinity;
    const isBusy = takersOf(trace, states).some((task) => {
      if ((tasks.get(task)?.ended?.[0] ?? Infinity) <= until) return false;
      const row = rows.get(task)?.findLast(({ start }) => start[0] <= until);
      return row?.state !== "waiting" || !/^Queue\.get/.test(row.what);
    });
    if (!joins.length || isBusy) continue;
    const called = last.name ? ` \`${last.name}\`` : "";
    const count = Number(/(\d+) not done/.exec(last.state)![1]);
    found.push({
      says: `${list(joins.map((task) => name(tasks.get(task))))} waited in vain for the \`join\` of the queue${called}: it is empty, but ${many(count, "item")} taken out of it ${count > 1 ? "were" : "was"} never marked with \`task_done\`.`,
      page: "learn/queues/",
      chapter: "Queues",
      step: last.at[0],
    });
  }
  return found;
}

/** Whether the last wait of a task is a `join` that ends with the run, or since it is cancelled. */
function isInVain(trace: Trace, row: Stretch[]): boolean {
  const wait = row.findLast(({ state, what }) => state === "waiting" && /^Queue\.join/.test(what));
  if (!wait) return false;
  const isCancelled = trace.cancels.some(
    ({ task, at }) => task === wait.task && at[0] >= wait.start[0] && at[0] <= wait.end[0],
  );
  return isCancelled || wait === row.at(-1);
}

/** The tasks that took items out of a queue. */
function takersOf({ stretches }: Trace, states: (Thing & { at: At })[]): number[] {
  const items = ({ state }: Thing) => Number(/^(\d+) item/.exec(state)?.[1] ?? 0);
  const steps = states.flatMap((one, at) =>
    at > 0 && items(one) < items(states[at - 1]!) ? [one.at[0]] : [],
  );
  const taken = new Set(steps);
  const isTurn = ({ state }: Stretch) => state === "running" || state === "blocking";
  return stretches.filter((one) => isTurn(one) && taken.has(one.start[0])).map(({ task }) => task);
}

/** Locks that a task held while it waited for something slow, and others waited for the lock. */
function heldLocks(trace: Trace, tasks: Tasks, rows: Rows): Finding[] {
  const found = new Map<string, Finding & { waited: number }>();
  for (const [task, row] of rows) {
    row.forEach((stretch, index) => {
      const after = row[index + 1];
      if (
        stretch.state !== "waiting" ||
        lasted(stretch) < LONG ||
        !/^Lock\b|Lock\.acquire/.test(stretch.what)
      )
        return;
      if (after?.state !== "ready" || !after.by || after.by === task) return;
      // Who was cancelled was woken by the request, not by a lock that was released.
      const isCancelled = (one: Cancel) =>
        one.task === task && one.at[0] >= stretch.start[0] && one.at[0] <= after.end[0];
      if (trace.cancels.some(isCancelled)) return;
      // The lab's traces say who held it; another task may release it.
      const [, holders] = stretch.what.split(", held by ");
      if (holders && !holders.includes(labelOf(tasks.get(after.by)))) return;
      const slow = (rows.get(after.by) ?? []).find(
        (one) =>
          one.state === "waiting" &&
          !/Lock/.test(one.what) &&
          Math.min(one.end[1], stretch.end[1]) - Math.max(one.start[1], stretch.start[1]) >=
            MOSTLY * lasted(stretch),
      );
      if (!slow) return;
      const key = `${after.by} ${slow.start[0]}`;
      const before = found.get(key)?.waited ?? 0;
      if (lasted(stretch) <= before) return;
      found.set(key, {
        says: `${name(tasks.get(after.by))} held a lock while it waited ${seconds(lasted(slow))} (${slow.what}); ${name(tasks.get(task))} waited ${seconds(lasted(stretch))} for the lock. If the lock doesn't protect that wait, release it before.`,
        page: "learn/sharing/",
        chapter: "Sharing",
        step: slow.start[0],
        waited: lasted(stretch),
      });
    });
  }
  return [...found.values()].sort((one, other) => other.waited - one.waited);
}

/** Many waits of one task at one line, one after the other. */
function oneByOne(_: Trace, tasks: Tasks, rows: Rows): Finding[] {
  const found: (Finding & Waits & { task: number; line: string })[] = [];
  for (const [task, row] of rows) {
    const waits = new Map<string, Waits>();
    let others = 0; // the waits so far that are none of these
    row.forEach((stretch, index) => {
      const next = row[index + 1];
      const own = stretch.chain.filter((one) => one.line && !one.library);
      const line = place(own.slice(0, 1));
      if (!line || next?.state !== "waiting") return;
      // A sleep in a loop is a clock; a sleep in what is awaited stands for something slow.
      if (IN_ORDER.test(next.what) && !(own.length > 1 && SLEEPS.test(next.what))) {
        if (own.length === 1) others += 1;
        const call = waits.get(line);
        if (call && own.length > 1) call.answers += lasted(next);
        return;
      }
      const known = waits.get(line) ?? {
        count: 0,
        time: 0,
        turns: 0,
        connects: 0,
        answers: 0,
        others,
        first: stretch,
        what: own.slice(1).findLast((one) => !one.function.startsWith("<"))?.function ?? next.what,
      };
      waits.set(line, {
        ...known,
        last: next,
        count: known.count + 1,
        time: known.time + lasted(next),
        connects: known.connects + (/connect/i.test(next.what) ? 1 : 0),
        turns: known.turns + (others > known.others ? 1 : 0),
        others,
      });
    });
    for (const [line, one] of waits) {
      const { count, first, last, what, turns } = one;
      const time = one.time + (one.connects >= MANY ? one.answers : 0);
      if (turns > count / 2) continue; // in turns with another wait: it polls, or reads line by line
      // What it does nearly all the time and to the end of the run may be meant to go on for ever.
      const isAll = last === row.findLast(({ state }) => state === "waiting");
      const isBusy = time >= MOSTLY * (last.end[1] - first.end[1]);
      if (count < MANY || time < LONG || !isBusy || (isAll && !tasks.get(task)?.ended)) continue;
      found.push({
        ...one,
        task,
        line,
        says: `${name(tasks.get(task))} waited ${count} times one after the other${line} (\`${what}\`), ${seconds(time)} in all. If none of these needs the result of the one before, they could overlap.`,
        page: "learn/many-at-once/",
        chapter: "Many at once",
        step: first.start[0],
      });
    }
  }
  // Several tasks that do the same at one time overlap already: they are workers.
  const isAlike = (one: (typeof found)[number], other: (typeof found)[number]) =>
    other.task !== one.task &&
    other.line === one.line &&
    other.first.start[1] < one.last.end[1] &&
    one.first.start[1] < other.last.end[1];
  return found.filter((one) => !found.some((other) => isAlike(one, other)));
}

/** Waits of one task at one line. */
interface Waits {
  count: number;
  time: number;
  /** How many of them came after a wait of another kind. */
  turns: number;
  /** How many waits of another kind there were until the last of these. */
  others: number;
  /** How many of them were for a new connection, and how long the answers took. */
  connects: number;
  answers: number;
  first: Stretch;
  last: Stretch;
  what: string;
}

/** Queues that grew all the time, and were not emptied at the end. */
function queues(trace: Trace): Finding[] {
  const page = { page: "learn/queues/", chapter: "Queues", step: trace.end[0] };
  return queuesOf(trace)
    .filter(({ sizes }) => growsOnly(sizes, trace.end[1]))
    .map(({ called, sizes }) => ({
      says: `The queue ${called} only grew: it had ${sizes.at(-1)![2]} items at the end.`,
      ...page,
    }));
}

interface Queue {
  called: string;
  sizes: Sizes[];
}

function queuesOf(trace: Trace): Queue[] {
  const unlimited = (trace.queues ?? []).filter(({ limit }) => !limit);
  const found = unlimited.map(({ line, sizes }) => ({
    called: line ? `made at line ${line}` : "",
    sizes,
  }));
  const known = new Map<number, Queue>();
  for (const { at, ...change } of trace.changes ?? []) {
    if (change.kind !== "thing" || !/Queue$/.test(change.type)) continue;
    if (change.state.includes("at most")) continue; // it can't grow for ever
    const items = Number(/^(\d+) items?/.exec(change.state)?.[1] ?? 0);
    const called = change.name ? `\`${change.name}\`` : "";
    const queue = known.get(change.thing) ?? { called, sizes: [] };
    queue.sizes.push([at[0], at[1], items]);
    known.set(change.thing, queue);
  }
  return [...found, ...known.values()];
}

function growsOnly(sizes: Sizes[], end: number): boolean {
  const last = sizes.at(-1)?.[2] ?? 0;
  let most = 0;
  for (const [, , items] of sizes) {
    if (most >= MANY_ITEMS && items < most / 2) return false; // it's emptied now and then
    most = Math.max(most, items);
  }
  if (last < MANY_ITEMS || last < HALFWAY.most * most) return false;
  const from = sizes[0]![1];
  const isTimed = end > from;
  const before = isTimed
    ? sizes.filter(([, time]) => time <= (from + end) / 2)
    : sizes.slice(0, sizes.length / 2);
  const halfway = before.at(-1)?.[2] ?? 0;
  return halfway >= HALFWAY.least * last && halfway <= HALFWAY.most * last;
}
