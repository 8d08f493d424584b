/**
 * A recorded run, to be stepped through: what `lab.trace.data` wrote, and the state at each moment.
 *
 * A step of the run is one turn of one task. Here it is cut further into *moments*: the task begins
 * its turn, does something that can be seen (it prints, creates a task, takes a lock, ...), and stops.
 * The state at a moment is what all that was recorded until then leaves. It is replayed from the
 * nearest checkpoint, so going back costs as little as going on.
 */

import { deeds, sentenceOf } from "./sentences";

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
}

export interface Stretch {
  task: number;
  state: "running" | "waiting" | "ready" | "blocking";
  start: At;
  end: At;
  chain: Frame[];
  what: string;
  by: number | null;
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
}

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
  /** Who asked to cancel it since it last ran. */
  readonly cancel: Cancel | null;
  /** Since when it waits. */
  readonly since: number;
}

export interface State {
  /** The number of the task that has the loop; null between two turns, 0 outside of tasks. */
  now: number | null;
  /** By number: those that exist. */
  tasks: (TaskState | undefined)[];
  ready: Ready[];
  timers: Timer[];
  things: Map<number, Thing>;
  /** How many of the lines have been printed. */
  printed: number;
}

/** At most so many moments are replayed to reach one. */
const BETWEEN_CHECKPOINTS = 500;

/** More tasks than any recording has. */
const MOST_TASKS = 1e6;

/** Ranks of what happens at one moment: what comes first. */
const STOPS = 0;
const FIRST = 1;
const CHANGE = 2;
const LATER = 3;
const BEGINS = 9;

/** What a task waits for that only lets the others run. */
export const SLEEP_0 = "sleep 0 s";

const FORMATS = ["lab-trace 1", "lab-trace 2"];

export class Recording {
  /** How many moments there are. */
  readonly count: number;
  /** Whether it has the ready queue, timers, locks and queues: older recordings don't. */
  readonly isFull: boolean;

  private readonly log: Entry[];
  /** For each moment, up to where the log has happened. */
  private readonly ends: number[] = [];
  /** For each moment, the entry that it is about. */
  private readonly abouts: Entry[] = [];
  private readonly firstOfStep: number[] = [];
  /** For each step, how many events a picture counts in it. */
  private readonly events: number[] = [];
  private readonly checkpoints: State[] = [];
  private readonly labels = new Map<number, string>();
  private readonly labelsByName = new Map<string, string>();
  /** The entries of the ready queue, by number. */
  private readonly entries = new Map<number, Ready>();
  private near: { moment: number; state: State };

  constructor(readonly trace: Trace) {
    this.isFull = trace.changes !== undefined;
    this.log = logOf(trace);
    for (const one of trace.changes ?? [])
      if (one.kind === "ready") this.entries.set(one.entry, one);
    this.name();
    this.cut();
    this.count = this.ends.length;
    this.near = { moment: -1, state: nothing() };
    this.setCheckpoints();
  }

  /**
   * Read a recording.
   *
   * @throws An error whose message is a sentence for the reader.
   */
  static read(text: string): Recording {
    let trace: Trace;
    try {
      trace = JSON.parse(text) as Trace;
    } catch {
      throw new Error("This recording can't be read: it is cut off, or not JSON.");
    }
    if (!FORMATS.includes(trace?.format)) {
      throw new Error(`This recording has a format that is not known here: ${trace?.format}.`);
    }
    try {
      return new Recording(trace);
    } catch {
      throw new Error("This recording can't be read: part of it is missing.");
    }
  }

  /** The state at a moment. Don't change it. */
  stateAt(moment: number): State {
    const start = Math.floor(moment / BETWEEN_CHECKPOINTS);
    let { moment: at, state } = this.near;
    if (at > moment || at < start * BETWEEN_CHECKPOINTS) {
      at = start * BETWEEN_CHECKPOINTS - 1;
      state = start ? copy(this.checkpoints[start - 1]!) : nothing();
    }
    for (; at < moment; at++) this.happen(state, at + 1);
    this.near = { moment, state };
    return state;
  }

  /** What happens at a moment and why, in one sentence; names of code are in backticks. */
  sentence(moment: number): string {
    const before = copy(moment ? this.stateAt(moment - 1) : nothing());
    const after = this.stateAt(moment);
    return sentenceOf({
      recording: this,
      before,
      after,
      about: this.abouts[moment]!,
      entries: this.entriesOf(moment),
      next: this.log[this.ends[moment]!],
      following: this.beginAfter(moment),
    });
  }

  /** The entries that a moment adds. */
  entriesOf(moment: number): Entry[] {
    return this.log.slice(moment ? this.ends[moment - 1] : 0, this.ends[moment]);
  }

  /** The step to which a moment belongs, counted from 0. */
  stepOf(moment: number): number {
    const about = this.abouts[moment]!;
    return about.kind === "stops" ? about.of.start[0] : Math.min(about.step, this.steps - 1);
  }

  /** What the loop took out of its queue, if the moment is about a callback. */
  callbackAt(moment: number): Ready | undefined {
    const about = this.abouts[moment]!;
    return about.kind === "change" && about.of.kind === "run"
      ? this.entries.get(about.of.entry)
      : undefined;
  }

  /** Before its step begins: the share of the time since the one before, from 0 to 1. */
  waitedOf(moment: number): number {
    const about = this.abouts[moment]!;
    const step = about.step;
    if (about.kind === "stops" || about.event || step >= this.steps) return 1;
    const began = this.beginOf(step).start[1];
    const before = step ? this.beginOf(step - 1).end[1] : 0;
    return began > before ? Math.max(0, Math.min(1, (about.time - before) / (began - before))) : 1;
  }

  private beginOf(step: number): Stretch {
    return (this.abouts[this.momentOf(step)] as Begins).of;
  }

  timeOf(moment: number): number {
    return this.abouts[moment]!.time;
  }

  /** How many steps there are. */
  get steps(): number {
    return this.firstOfStep.length;
  }

  /** Whether a step begins at this moment, or ends; else the number of its event. */
  placeOf(moment: number): "begin" | "end" | number {
    const about = this.abouts[moment]!;
    if (about.kind === "begins") return "begin";
    return about.kind === "stops" ? "end" : about.event;
  }

  /** Where in its step a moment is, from 0 to 1: as `lab.timeline.axis` places it. */
  shareOf(moment: number): number {
    const about = this.abouts[moment]!;
    if (about.kind === "stops" || about.step >= this.steps) return 1;
    if (!about.event) return 0;
    const { start, end } = this.beginOf(about.step);
    if (end[1] > start[1]) return (about.time - start[1]) / (end[1] - start[1]);
    return Math.min(1, about.event / ((this.events[about.step] ?? about.event) + 1));
  }

  /** The moment at which a step begins. */
  momentOf(step: number): number {
    return this.firstOfStep[Math.max(0, Math.min(step, this.steps - 1))] ?? 0;
  }

  /** The last moment of a step. */
  endOf(step: number): number {
    const first = this.momentOf(step);
    const isEnd = ({ kind }: Entry) => kind === "stops" || kind === "begins";
    const end = this.find(first, isEnd) ?? first;
    return this.abouts[end]!.kind === "stops" ? end : first;
  }

  /** The next moment at which a task begins a turn; null if there is none. */
  nextOf(task: number, moment: number): number | null {
    return this.find(moment, (entry) => entry.kind === "begins" && entry.of.task === task);
  }

  /** The next moment at which a call blocks the loop; null if there is none. */
  nextBlocking(moment: number): number | null {
    return this.find(moment, (entry) => entry.kind === "begins" && entry.of.state === "blocking");
  }

  /** The task that a moment is about: it runs, or has just stopped. Null or 0: none. */
  taskOf(moment: number): number | null {
    const about = this.abouts[moment]!;
    return about.kind === "stops" ? about.of.task : this.stateAt(moment).now;
  }

  /** The line of the program at which a moment is; null if it isn't known. */
  lineOf(moment: number): number | null {
    const task = this.taskOf(moment);
    return task ? (this.stateAt(moment).tasks[task]?.line ?? null) : null;
  }

  /** What a task is called: so that it can be told from others. */
  label(task: number | null): string {
    return this.labels.get(task ?? 0) ?? "the loop";
  }

  private find(moment: number, matches: (entry: Entry) => boolean): number | null {
    for (let at = moment + 1; at < this.count; at++) if (matches(this.abouts[at]!)) return at;
    return null;
  }

  private beginAfter(moment: number): Begins | undefined {
    const at = this.find(moment, (entry) => entry.kind === "begins");
    return at === null ? undefined : (this.abouts[at] as Begins);
  }

  /** What a task is called of which a recording gives the name asyncio gave it. */
  labelOfName(name: string): string {
    return this.labelsByName.get(name) ?? name;
  }

  private name(): void {
    const count = new Map<string, number>();
    const own = (task: Task) => (isDefault(task.name) ? task.coroutine : task.name);
    for (const task of this.trace.tasks) count.set(own(task), (count.get(own(task)) ?? 0) + 1);
    for (const task of this.trace.tasks) {
      const label = own(task);
      const more = task.name === label ? `number ${task.number}` : task.name;
      this.labels.set(task.number, count.get(label)! > 1 ? `${label} (${more})` : label);
      this.labelsByName.set(task.name, this.labels.get(task.number)!);
    }
  }

  /** Cut the log into moments. */
  private cut(): void {
    const { log } = this;
    const things = new Map<number, Thing>();
    for (let at = 0; at < log.length; at++) {
      const entry = log[at]!;
      const next = log[at + 1];
      if (entry.event && entry.kind !== "change") this.events[entry.step] = entry.event;
      if (entry.kind === "begins") {
        this.firstOfStep[entry.step] = this.ends.length;
        this.add(entry, at + 1);
      } else if (this.isDeed(at, things)) {
        this.add(entry, at + 1);
      } else if (entry.kind === "stops" && entry.goesOn) {
        continue;
      } else if (entry.kind === "stops") {
        let end = at + 1; // with how the task ended, or that it is ready again
        while (log[end]?.rank === STOPS && log[end]!.kind !== "stops") end += 1;
        this.add(entry, end);
        at = end - 1;
      } else if (this.isCallback(entry)) {
        at = this.endOfCallback(at) - 1;
        this.add(entry, at + 1);
      } else if (entry.event && (!next || next.event !== entry.event || next.step !== entry.step)) {
        const about = this.notable(at);
        if (about) this.add(about, at + 1);
      }
    }
    if (this.ends.length) this.ends[this.ends.length - 1] = log.length;
  }

  /** Whether the task that runs does something here to a lock, a queue or the like. */
  private isDeed(at: number, things: Map<number, Thing>): boolean {
    const entry = this.log[at]!;
    if (entry.kind !== "change" || entry.of.kind !== "thing") return false;
    const old = things.get(entry.of.thing);
    things.set(entry.of.thing, entry.of);
    const begin = this.abouts[this.firstOfStep[entry.step] ?? -1];
    if (!entry.event || begin?.kind !== "begins") return false;
    if (!deeds(old, entry.of, begin.of.task).length) return false;
    // That it wakes a task says the same.
    for (let next = at + 1; this.log[next]?.event === entry.event; next++) {
      if (this.log[next]!.kind === "woken" && this.log[next]!.step === entry.step) return false;
    }
    return true;
  }

  /** Whether the loop runs a callback here, which is no task's turn. */
  private isCallback(entry: Entry): boolean {
    if (entry.kind !== "change" || entry.of.kind !== "run") return false;
    return this.entries.get(entry.of.entry)?.task === null;
  }

  /** Up to where the log is what a callback did. */
  private endOfCallback(start: number): number {
    const { step, event } = this.log[start]!;
    let end = start + 1;
    for (; end < this.log.length; end++) {
      const entry = this.log[end]!;
      const isSame = entry.step === step && entry.event === event && entry.kind !== "begins";
      if (!isSame || (entry.kind === "change" && isOfNext(entry.of))) break;
    }
    return end;
  }

  private add(about: Entry, end: number): void {
    this.abouts.push(about);
    this.ends.push(end);
  }

  /** Of what happened at one event, the last entry of which is known, what is worth a moment. */
  private notable(last: number): Entry | undefined {
    const { step, event } = this.log[last]!;
    let found: Entry | undefined;
    for (let at = last; at >= 0; at--) {
      const entry = this.log[at]!;
      if (entry.step !== step || entry.event !== event) break;
      if (isNotable(entry)) found = entry;
    }
    return found;
  }

  private setCheckpoints(): void {
    const state = nothing();
    for (let moment = 0; moment < this.count; moment++) {
      this.happen(state, moment);
      if ((moment + 1) % BETWEEN_CHECKPOINTS === 0) this.checkpoints.push(copy(state));
    }
  }

  private happen(state: State, moment: number): void {
    const end = this.ends[moment]!;
    for (let at = moment ? this.ends[moment - 1]! : 0; at < end; at++) {
      apply(state, this.log[at]!, this.isFull);
    }
  }
}

/** Whether asyncio chose this name for a task. */
export function isDefault(name: string): boolean {
  return name === "None" || /^Task-\d+$/.test(name);
}

/** The innermost line of the program itself. */
export function lineIn(chain: Frame[]): number | null {
  for (let at = chain.length - 1; at >= 0; at--) {
    const { line, file, library } = chain[at]!;
    if (line && !file && !library) return line;
  }
  return null;
}

/** Whether the loop turns to something else: the next callback, or a timer that is due. */
function isOfNext(made: Change): boolean {
  return made.kind === "run" || (made.kind === "timer_over" && made.why === "due");
}

function isNotable(entry: Entry): boolean {
  switch (entry.kind) {
    case "created":
    case "prints":
    case "cancels":
    case "handed":
      return true;
    case "woken":
      return entry.of.by !== null && entry.of.what !== "start";
    default:
      return false;
  }
}

function logOf(trace: Trace): Entry[] {
  const following = followers(trace.stretches);
  const goOn = stepsThatGoOn(trace, following);
  const steps: Entry[][] = []; // sorting few entries for each step is quicker than all at once
  const add = (kind: string, of: object, at: At, rank: number, goesOn = false, next?: Stretch) => {
    const entry = { kind, of, step: at[0], time: at[1], event: at[2] ?? 0, rank, goesOn, next };
    (steps[at[0]] ??= []).push(entry as Entry);
  };
  for (const stretch of trace.stretches.filter(isTurn)) {
    const { end } = stretch;
    add("stops", stretch, [end[0], end[1]], STOPS, goOn.has(end[0]), following.get(stretch));
  }
  for (const task of trace.tasks) if (task.ended) add("ended", task, task.ended, STOPS);
  for (const task of trace.tasks) add("created", task, task.created, FIRST);
  for (const cancel of trace.cancels) add("cancels", cancel, cancel.at, FIRST);
  const causes = causesOf(trace);
  for (const change of trace.changes ?? []) {
    const isReady = change.kind === "ready";
    const isAgain = isReady && change.why === "again" && !change.at[2];
    const at = isReady && change.task ? withCause(change.at, change.task, causes) : change.at;
    add("change", change, at, isAgain ? STOPS : CHANGE);
  }
  for (const stretch of trace.stretches) {
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
  for (const stretch of trace.stretches.filter(isTurn)) {
    const { start } = stretch;
    add("begins", stretch, [start[0], start[1]], BEGINS, goOn.has(start[0]));
  }
  for (const step of steps) step?.sort((a, b) => a.event - b.event || a.rank - b.rank);
  return steps.flat();
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

/**
 * The steps with which a task goes on that has not stopped: before them it blocked the loop, or
 * after them it does.
 */
function stepsThatGoOn(trace: Trace, following: Map<Stretch, Stretch>): Set<number> {
  const turns = new Set<number>(); // in which the loop took a task out of its queue
  const tasks = new Map<number, number | null>();
  for (const change of trace.changes ?? []) {
    if (change.kind === "ready") tasks.set(change.entry, change.task);
    else if (change.kind === "run" && tasks.get(change.entry)) turns.add(change.at[0]);
  }
  const found = new Set<number>();
  for (const [stretch, next] of following) {
    const { start } = next;
    const joins = isTurn(stretch) && isTurn(next) && start[0] === stretch.end[0];
    const stopped = trace.changes ? turns.has(start[0]) : stretch.chain.at(-1)?.library;
    if (joins && !stopped) found.add(start[0]);
  }
  return found;
}

/** For each stretch in which a task runs, the one after it of the same task. */
function followers(stretches: Stretch[]): Map<Stretch, Stretch> {
  const found = new Map<Stretch, Stretch>();
  const last = new Map<number, Stretch>();
  for (const stretch of stretches) {
    const before = last.get(stretch.task);
    if (before) found.set(before, stretch);
    last.set(stretch.task, stretch);
  }
  return found;
}

function nothing(): State {
  return { now: null, tasks: [], ready: [], timers: [], things: new Map(), printed: 0 };
}

function copy(state: State): State {
  return {
    ...state,
    tasks: [...state.tasks],
    ready: [...state.ready],
    timers: [...state.timers],
    things: new Map(state.things),
  };
}

const UNBORN: Omit<TaskState, "number"> = {
  state: "new",
  chain: [],
  line: null,
  what: "",
  cancel: null,
  since: 0,
};

function set(state: State, number: number, changes: Partial<TaskState>): void {
  if (!number) return;
  state.tasks[number] = { ...(state.tasks[number] ?? { ...UNBORN, number }), ...changes };
}

/** Let the running task be at the line at which it did something. */
function moveTo(state: State, line: number | null): void {
  if (line && state.now) set(state, state.now, { line });
}

function apply(state: State, entry: Entry, isFull: boolean): void {
  switch (entry.kind) {
    case "begins":
      return begin(state, entry.of);
    case "stops":
      if (entry.goesOn) return set(state, entry.of.task, { chain: entry.of.chain });
      stop(state, entry.of, entry.next);
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
      set(state, entry.of.task, { state: "ready" });
      if (!isFull) state.ready.push(readyBy(entry.of, state.ready));
      return;
    case "prints":
      state.printed += 1;
      return moveTo(state, entry.of.line);
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
  const at = state.ready.findIndex(({ task }) => task !== null && task === stretch.task);
  if (at >= 0) state.ready.splice(at, 1); // in a full recording it has been taken out before
}

function stop(state: State, stretch: Stretch, next: Stretch | undefined): void {
  state.now = null;
  const { chain } = stretch;
  const line = lineIn(chain) ?? state.tasks[stretch.task]?.line ?? null;
  const { state: then, what } = after(stretch, next);
  const isReady = state.ready.some(({ task }) => task === stretch.task);
  const words = isReady ? "ready" : then;
  const since = stretch.end[1];
  set(state, stretch.task, { state: words, chain, line, what, cancel: null, since });
}

/** What a task does once it has stopped. */
export function after(
  stretch: Stretch,
  next: Stretch | undefined,
): { state: TaskWords; what: string } {
  if (next?.state === "waiting" || next?.state === "ready") {
    // If it is not `sleep(0)`, it waits until it is woken, maybe at the same instant.
    const isAgain = next.state === "ready" && next.what === SLEEP_0;
    return { state: isAgain ? "ready" : "waiting", what: next.what };
  }
  const last = stretch.chain.at(-1);
  // It waits for no time at all, or to the end of the recording.
  if (last?.library && last.function === "sleep") return { state: "ready", what: SLEEP_0 };
  if (last?.library) {
    return { state: "waiting", what: last.function.replace(".__aexit__", " exit") };
  }
  return { state: "running", what: "" };
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
      state.things.set(made.thing, made);
  }
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
