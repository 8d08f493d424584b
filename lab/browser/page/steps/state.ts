/** The state of a run at a moment: what the log until then leaves. */

import type { Entry } from "./log";
import {
  type Cancel,
  type Change,
  type Frame,
  lineIn,
  type Ready,
  SLEEP_0,
  type Stretch,
  type Thing,
  type Timer,
} from "./trace";

export type TaskWords = "new" | "ready" | "running" | "blocking" | "waiting" | "ended";

export interface TaskState {
  readonly number: number;
  readonly state: TaskWords;
  /** Where it is: its awaits, outermost first. */
  readonly chain: Frame[];
  /** The line of the program that it is at. */
  readonly line: number | null;
  /** What it waits for, or what blocks. */
  readonly what: string;
  /** The tasks for which a `gather`, a `wait` or a `wait_for` waits. */
  readonly awaits: number[];
  /** The number of the lock, the queue or the like at which it waits; null if that is not known. */
  readonly thing: number | null;
  /** Who asked to cancel it since it last ran. */
  readonly cancel: Cancel | null;
  /** Since when it waits. */
  readonly since: number;
  /** Whether it has had a turn. */
  readonly hasRun: boolean;
}

export interface State {
  /** The number of the task that has the loop; null between two turns, 0 outside of tasks. */
  now: number | null;
  /** By number: those that exist. */
  tasks: (TaskState | undefined)[];
  ready: Ready[];
  timers: Timer[];
  things: Map<number, Thing>;
  /** Of each thing, the line since which it is as it is, apart from who waits and who is a member. */
  since: Map<number, number | null>;
  /** How many of the lines have been printed. */
  printed: number;
}

export function nothing(): State {
  return {
    now: null,
    tasks: [],
    ready: [],
    timers: [],
    things: new Map(),
    since: new Map(),
    printed: 0,
  };
}

export function copy(state: State): State {
  return {
    ...state,
    tasks: [...state.tasks],
    ready: [...state.ready],
    timers: [...state.timers],
    things: new Map(state.things),
    since: new Map(state.since),
  };
}

const UNBORN: Omit<TaskState, "number"> = {
  state: "new",
  chain: [],
  line: null,
  what: "",
  awaits: [],
  thing: null,
  cancel: null,
  since: 0,
  hasRun: false,
};

function set(state: State, number: number, changes: Partial<TaskState>): void {
  if (!number) return;
  state.tasks[number] = { ...(state.tasks[number] ?? { ...UNBORN, number }), ...changes };
}

/** Let the running task be at the line at which it did something. */
function moveTo(state: State, line: number | null): void {
  if (line && state.now) set(state, state.now, { line });
}

/** Let an entry of the log happen. */
export function apply(state: State, entry: Entry, isFull: boolean): void {
  switch (entry.kind) {
    case "begins":
      return begin(state, entry.of);
    case "stops":
      if (entry.goesOn) return set(state, entry.of.task, { chain: entry.of.chain });
      stop(state, entry.of, entry.next, isFull);
      if (
        !isFull &&
        state.tasks[entry.of.task]?.state === "ready" &&
        entry.next?.state !== "ready"
      ) {
        state.ready.push(readyBy({ ...entry.of, what: SLEEP_0 }, state.ready));
      }
      return;
    case "created":
      set(state, entry.of.number, {});
      return moveTo(state, entry.of.line);
    case "ended":
      return set(state, entry.of.number, { state: "ended", what: "", cancel: null });
    case "woken":
      // A timer that is due while the loop is blocked has not put its task into the queue yet.
      if (isFull && !state.ready.some(({ task }) => task === entry.of.task)) return;
      set(state, entry.of.task, { state: "ready" });
      if (!isFull) state.ready.push(readyBy(entry.of, state.ready));
      return;
    case "prints":
      state.printed += 1;
      // A thread may print during a task's turn: the task is where it was.
      return entry.of.task ? moveTo(state, entry.of.line) : undefined;
    case "cancels":
      set(state, entry.of.task, { cancel: entry.of });
      return moveTo(state, entry.of.line);
    case "handed":
      return moveTo(state, entry.of.line);
    case "change":
      return change(state, entry.of);
  }
}

function begin(state: State, stretch: Stretch): void {
  state.now = stretch.task;
  const { what } = stretch;
  if (stretch.state === "blocking") {
    const line = lineIn(stretch.chain);
    set(state, stretch.task, { state: "blocking", chain: stretch.chain, line, what });
  } else set(state, stretch.task, { state: "running", what: "" });
  set(state, stretch.task, { hasRun: true });
  const at = state.ready.findIndex(({ task }) => task !== null && task === stretch.task);
  if (at >= 0) state.ready.splice(at, 1); // in a full recording it has been taken out before
}

function stop(state: State, stretch: Stretch, next: Stretch | undefined, isFull: boolean): void {
  state.now = null;
  const { chain } = stretch;
  const line = lineIn(chain) ?? state.tasks[stretch.task]?.line ?? null;
  const { state: then, what, awaits } = after(stretch, next, isFull);
  const isReady = state.ready.some(({ task }) => task === stretch.task);
  const words = isReady ? "ready" : then;
  const since = stretch.end[1];
  const asked = state.tasks[stretch.task]?.cancel ?? null;
  // A task that cancels itself gets the error at its next turn.
  const cancel = asked && isWithin(asked, stretch) ? asked : null;
  const thing = thingAt(state, stretch.task, what)?.thing ?? null;
  set(state, stretch.task, { state: words, chain, line, what, awaits, thing, cancel, since });
}

/** The lock, the queue or the like at which a task waits, which is in words: `Queue.get`. */
function thingAt({ things }: State, task: number, what: string): Thing | undefined {
  const type = /^(Lock(?! of)|Semaphore|Event|Condition|Barrier|Queue)\b/.exec(what)?.[1];
  if (!type) return undefined;
  for (const thing of things.values()) {
    if (thing.waiters?.includes(task) && thing.type.endsWith(type)) return thing;
  }
  return undefined;
}

/** Whether a task was asked to cancel itself in its own turn, not before it. */
export function isWithin({ at }: Cancel, { start }: Stretch): boolean {
  return at[0] > start[0] || (at[0] === start[0] && Boolean(at[2]));
}

/** What a task does once it has stopped. */
export function after(
  stretch: Stretch,
  next: Stretch | undefined,
  isFull: boolean,
): { state: TaskWords; what: string; awaits: number[] } {
  if (next?.state === "waiting" || next?.state === "ready") {
    // If it is not `sleep(0)`, it waits until it is woken, maybe at the same instant.
    const isAgain = next.state === "ready" && next.what === SLEEP_0;
    return { state: isAgain ? "ready" : "waiting", what: next.what, awaits: next.awaits ?? [] };
  }
  const last = stretch.chain.at(-1);
  // It waits for no time at all, or to the end of the recording.
  if (last?.library && last.function === "sleep" && !isFull)
    return { state: "ready", what: SLEEP_0, awaits: [] };
  if (last?.library) {
    const what = last.function.replace(".__aexit__", " exit");
    return { state: "waiting", what, awaits: [] };
  }
  return { state: "running", what: "", awaits: [] };
}

/** What an older recording says of a task that is ready. */
function readyBy(stretch: Stretch, ready: Ready[]): Ready {
  const { task, by, what } = stretch;
  const why = what === "start" ? "created" : what === SLEEP_0 ? "again" : by ? "woken" : "timer";
  return { entry: (ready.at(-1)?.entry ?? 0) + 1, task, what: "", by, why };
}

function change(state: State, made: Change): void {
  switch (made.kind) {
    case "ready":
      state.ready.push(made);
      if (made.task && made.task !== state.now) set(state, made.task, { state: "ready" });
      return;
    case "run":
    case "dropped": {
      const at = state.ready.findIndex(({ entry }) => entry === made.entry);
      if (at >= 0) state.ready.splice(at, 1);
      return;
    }
    case "timer":
      insert(state.timers, made);
      return;
    case "timer_over": {
      const at = state.timers.findIndex(({ timer }) => timer === made.timer);
      if (at >= 0) state.timers.splice(at, 1);
      return;
    }
    case "thing":
      share(state, made);
  }
}

function share(state: State, made: Thing): void {
  const line = made.by_line ?? null;
  const old = state.things.get(made.thing);
  state.things.set(made.thing, made);
  const isAsBefore = old !== undefined && essence(old) === essence(made);
  if (!isAsBefore) state.since.set(made.thing, line);
  // A group doesn't tell when a task joins it, so the line is that of what it told before.
  if (!isAsBefore || made.type !== "TaskGroup") moveTo(state, line);
}

/** What a thing is, apart from who waits for it and who is a member. */
function essence({ state, holders, items }: Thing): string {
  return JSON.stringify([state, holders, items]);
}

/** The line at which something was last done to a lock, a queue or the like. */
export function lineOfDeed(entries: Entry[]): number | null {
  const lines = entries.flatMap((entry) =>
    entry.kind === "change" && entry.of.kind === "thing" ? [entry.of.by_line ?? null] : [],
  );
  return lines.at(-1) ?? null;
}

function due({ when }: Timer): number {
  return when ?? Infinity;
}

/** Put a timer among others: the one that is due first comes first. */
function insert(timers: Timer[], timer: Timer): void {
  let at = timers.length;
  while (at && due(timers[at - 1]!) > due(timer)) at -= 1;
  timers.splice(at, 0, timer);
}
