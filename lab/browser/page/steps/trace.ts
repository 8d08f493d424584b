/** A recorded run as JSON has it: see `lab.trace.data` and `lab.trace.changes`. */

export type At = [step: number, time: number, event?: number];

export interface Frame {
  function: string;
  line: number | null;
  call: number;
  library?: boolean;
  file?: string;
}

export interface Task {
  number: number;
  name: string;
  coroutine: string;
  creator: number | null;
  line: number | null;
  created: At;
  ended: At | null;
  outcome: string;
  detail: string;
  /** Whether it was collected while nobody had asked how it ended: asyncio says so. */
  isForgotten?: boolean;
}

export interface Stretch {
  task: number;
  state: "running" | "waiting" | "ready" | "blocking";
  start: At;
  end: At;
  chain: Frame[];
  what: string;
  by: number | null;
  /** The tasks for which a `gather`, a `wait` or a `wait_for` waits; not in older recordings. */
  awaits?: number[];
}

export interface Print {
  at: At;
  task: number | null;
  stream: string;
  text: string;
  line: number | null;
}

export interface Cancel {
  at: At;
  task: number;
  by: number | null;
  reason: string;
  line: number | null;
}

export interface Job {
  executor: string;
  function: string;
  creator: number | null;
  line: number | null;
  began: At;
  ended: At | null;
  outcome: string;
  detail: string;
}

/** Something in the loop's ready queue. */
export interface Ready {
  /** When it was put there, if that is known. */
  at?: At;
  entry: number;
  /** The task whose turn it is; null for a callback. */
  task: number | null;
  /** For a callback, what it is. */
  what: string;
  by: number | null;
  why: string;
}

export interface Timer {
  timer: number;
  /** Null: it is never due. */
  when: number | null;
  task: number | null;
  what: string;
}

/** A lock, a queue, a future, ...: all that tasks share and wait at. */
export interface Thing {
  thing: number;
  type: string;
  name: string;
  line: number | null;
  state: string;
  holders?: number[];
  waiters?: number[];
  items?: string[];
  members?: number[];
  /** The line of the program that changed it; older recordings don't have it. */
  by_line?: number;
}

export type Change = { at: At } & (
  | ({ kind: "ready" } & Ready)
  | { kind: "run"; entry: number }
  | { kind: "dropped"; entry: number }
  | ({ kind: "timer" } & Timer)
  | { kind: "timer_over"; timer: number; why: string }
  | ({ kind: "thing" } & Thing)
);

export interface Trace {
  format: string;
  program: string;
  clock: string;
  tasks: Task[];
  stretches: Stretch[];
  prints: Print[];
  cancels: Cancel[];
  end: At;
  note: string;
  jobs?: Job[];
  changes?: Change[];
  /** It says when tasks ran, not who created or woke them. */
  isTimesOnly?: boolean;
  /** Of a program that ran elsewhere: how many items its queues had. */
  queues?: { type: string; line: number | null; limit: number; sizes: Sizes[] }[];
}

/** How many items a queue had at a moment. */
export type Sizes = [step: number, time: number, items: number];

/** What a task waits for that only lets the others run. */
export const SLEEP_0 = "sleep 0 s";

/** Whether asyncio chose this name for a task. */
export function isDefault(name: string): boolean {
  return name === "None" || /^Task-\d+$/.test(name);
}

/** The name that says most: the program's own, or else the function's. */
export function labelOf(task: Task | undefined): string {
  if (!task) return "";
  return isDefault(task.name) ? task.coroutine : task.name;
}

/** What the tasks of a run are called, by number: so that each can be told from the others. */
export function labelsOf(tasks: Task[]): Map<number, string> {
  const count = new Map<string, number>();
  for (const task of tasks) count.set(labelOf(task), (count.get(labelOf(task)) ?? 0) + 1);
  const told = (task: Task) => {
    const label = labelOf(task);
    const more = task.name === label ? `number ${task.number}` : task.name;
    return count.get(label)! > 1 ? `${label} (${more})` : label;
  };
  return new Map(tasks.map((task) => [task.number, told(task)]));
}

/** The innermost line of the program itself. */
export function lineIn(chain: Frame[]): number | null {
  for (let at = chain.length - 1; at >= 0; at--) {
    const { line, file, library } = chain[at]!;
    if (line && !file && !library) return line;
  }
  return null;
}
