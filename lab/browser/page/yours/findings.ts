/**
 * What a trace shows that is worth a look, in sentences, each with the chapter that explains it.
 *
 * A finding is what was seen, and it says so where it could be meant. Rather none than a wrong one.
 */

import {
  type Cancel,
  type Frame,
  labelOf,
  lineIn,
  type Stretch,
  type Task,
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
/** So many findings of a kind are told. */
const MOST = 5;
/** Most of the time in which others wait for a lock. */
const MOSTLY = 0.8;
/** So many items in a queue are many. */
const MANY_ITEMS = 20;

/** What comes in its own order: to wait for it again and again is how it's used. */
const IN_ORDER =
  /sleep|Queue|Event|Condition|Lock|Semaphore|Barrier|Stream|drain|read|recv|receive|next|gather|wait|TaskGroup|to_thread|turn|future/i;
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
  const kinds = [blocked, forgotten, heldLocks, oneByOne, queues];
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
  const found: Finding[] = [];
  for (const task of trace.tasks) {
    const at = task.line ? `, created at line ${task.line},` : "";
    const page = { page: "learn/tasks/", chapter: "Tasks", step: task.ended?.[0] ?? 0 };
    if (task.outcome === "lost") {
      found.push({
        says: `${name(task)}${at} was thrown away while it waited: no reference to it was left.`,
        ...page,
      });
    } else if (task.outcome === "raised" && task.creator && !isAwaited(task)) {
      const error = task.detail.split("(")[0] || "an error";
      found.push({
        says: `${name(task)}${at} ended with ${error}, and the recording shows no task that waited for it.`,
        ...page,
      });
    }
  }
  return found;
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
  const found: Finding[] = [];
  for (const [task, row] of rows) {
    const waits = new Map<
      string,
      { count: number; time: number; first: Stretch; last: Stretch; what: string }
    >();
    row.forEach((stretch, index) => {
      const next = row[index + 1];
      const own = stretch.chain.filter((one) => one.line && !one.library);
      const line = place(own.slice(0, 1));
      if (!line || next?.state !== "waiting") return;
      // A sleep in a loop is a clock; a sleep in what is awaited stands for something slow.
      if (IN_ORDER.test(next.what) && !(own.length > 1 && SLEEPS.test(next.what))) return;
      const known = waits.get(line) ?? {
        count: 0,
        time: 0,
        first: stretch,
        what: own.findLast((one) => !one.function.startsWith("<"))?.function ?? next.what,
      };
      waits.set(line, {
        ...known,
        last: next,
        count: known.count + 1,
        time: known.time + lasted(next),
      });
    });
    for (const [line, { count, time, first, last, what }] of waits) {
      // What it does nearly all the time and to the end of the run may be meant to go on for ever.
      const isAll = last === row.findLast(({ state }) => state === "waiting");
      const isBusy = time >= MOSTLY * (last.end[1] - first.end[1]);
      if (count < MANY || time < LONG || !isBusy || (isAll && !tasks.get(task)?.ended)) continue;
      found.push({
        says: `${name(tasks.get(task))} waited ${count} times one after the other${line} (\`${what}\`), ${seconds(time)} in all. If none of these needs the result of the one before, they could overlap.`,
        page: "learn/many-at-once/",
        chapter: "Many at once",
        step: first.start[0],
      });
    }
  }
  return found;
}

/** Queues that have most items at the end. Only the lab's own recordings know them. */
function queues(trace: Trace): Finding[] {
  const sizes = new Map<number, { sizes: number[]; name: string }>();
  for (const change of trace.changes ?? []) {
    if (change.kind !== "thing" || !/Queue$/.test(change.type)) continue;
    const size = Number(/^(\d+) items?/.exec(change.state)?.[1] ?? 0);
    const known = sizes.get(change.thing) ?? { sizes: [], name: change.name };
    known.sizes.push(size);
    sizes.set(change.thing, known);
  }
  return [...sizes.values()]
    .filter(({ sizes: all }) => (all.at(-1) ?? 0) >= MANY_ITEMS && Math.max(...all) === all.at(-1))
    .map(({ sizes: all, name: called }) => ({
      says: `The queue ${called ? `\`${called}\` ` : ""}only grew: it had ${all.at(-1)} items at the end.`,
      page: "learn/queues/",
      chapter: "Queues",
      step: trace.end[0],
    }));
}
