/**
 * A recorded run, to be stepped through: what `lab.trace.data` wrote, and the state at each moment.
 *
 * A step of the run is one turn of one task. Here it is cut further into *moments*: the task begins
 * its turn, does something that can be seen (it prints, creates a task, takes a lock, ...), and stops.
 * The state at a moment is what all that was recorded until then leaves. It is replayed from the
 * nearest checkpoint, so going back costs as little as going on.
 */

import { type Begins, type Entry, logOf } from "./log";
import { Moments } from "./moments";
import { sentenceOf } from "./sentences";
import { apply, copy, lineOfDeed, nothing, type State } from "./state";
import {
  type At,
  labelsOf,
  lineIn,
  type Ready,
  type Stretch,
  type Thing,
  type Trace,
} from "./trace";

export * from "./trace";

/** Between two checkpoints are at least so many entries of the log: replaying them is quick. */
const BETWEEN_CHECKPOINTS = 250;

const FORMATS = ["lab-trace 1", "lab-trace 2", "lab-trace 3", "lab-trace 4"];

export class Recording {
  /** How many moments there are. */
  readonly count: number;
  /** Whether it has the ready queue, timers, locks and queues: older recordings don't. */
  readonly isFull: boolean;

  private readonly log: Entry[];
  /** For each moment, up to where the log has happened. */
  private readonly ends: number[];
  /** For each moment, the entry that it is about. */
  private readonly abouts: Entry[];
  private readonly firstOfStep: number[];
  /** For each step, how many events a picture counts in it. */
  private readonly events: number[];
  /** States to replay from, by moment; the moments in order. */
  private readonly checkpoints = new Map<number, State>();
  private readonly checked: number[] = [];
  private labels = new Map<number, string>();
  private readonly labelsByName = new Map<string, string>();
  /** The entries of the ready queue, by number. */
  private readonly entries = new Map<number, Ready & { at: At }>();
  /** By type and name, the numbers of the things that are called so. */
  private readonly things = new Map<string, number[]>();
  /** The steps in which the loop took a task out of its queue. */
  private readonly taken = new Set<number>();
  /** The entries of the ready queue that the timer of a timeout made. */
  private readonly late = new Set<number>();
  private near: { moment: number; state: State };
  /** How many entries of the log were replayed so far: that is what going to a moment costs. */
  replayed = 0;

  constructor(readonly trace: Trace) {
    this.isFull = trace.changes !== undefined;
    this.log = logOf(trace);
    let callback: Ready | undefined;
    for (const one of trace.changes ?? []) {
      if (one.kind === "ready") this.entries.set(one.entry, one);
      if (one.kind === "run") callback = this.entries.get(one.entry);
      if (one.kind === "run" && callback?.task) this.taken.add(one.at[0]);
      if (one.kind === "ready" && one.why === "timer" && /^timeout\b/.test(callback?.what ?? ""))
        this.late.add(one.entry);
      if (one.kind === "thing") this.know(one);
    }
    this.name();
    const moments = new Moments(this.log, this.entries);
    ({ ends: this.ends, abouts: this.abouts, events: this.events } = moments);
    this.firstOfStep = moments.firstOfStep;
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
    const start = this.checked[countUntil(this.checked, moment) - 1] ?? -1;
    let { moment: at, state } = this.near;
    if (at > moment || at < start) {
      at = start;
      state = start < 0 ? nothing() : copy(this.checkpoints.get(start)!);
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
      cause: this.causeOf(moment),
    });
  }

  /** What the loop took out of its queue just before the turn of a moment. */
  private causeOf(moment: number): (Ready & { at: At }) | undefined {
    const begin = this.firstOfStep[this.stepOf(moment)];
    const entry = begin === undefined ? undefined : this.log[this.ends[begin]! - 2];
    if (entry?.kind !== "change" || entry.of.kind !== "run") return undefined;
    return this.entries.get(entry.of.entry);
  }

  /** Whether a task is ready because the time was over that its wait was given. */
  isTimeout({ entry, task }: Ready): boolean {
    return task !== null && this.late.has(entry);
  }

  /** Whether a task begins a turn for which the loop took nothing out of its queue. */
  isEager(entry: Entry): boolean {
    if (!this.isFull || entry.kind !== "begins" || entry.goesOn || !entry.of.task) return false;
    return !this.taken.has(entry.step);
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
    return task && this.isAtItsLine(moment)
      ? (this.stateAt(moment).tasks[task]?.line ?? null)
      : null;
  }

  /** Whether the line is known at which a task is: it may return at one of several, for example. */
  isAtItsLine(moment: number): boolean {
    const about = this.abouts[moment]!;
    if (about.kind === "stops") {
      const ended = this.entriesOf(moment).find((entry) => entry.kind === "ended");
      const isKnown = ended?.kind !== "ended" || ended.of.outcome === "cancelled";
      return isKnown || lineIn(about.of.chain) !== null;
    }
    if (about.kind === "ended") return false;
    if (about.kind !== "change" && about.kind !== "woken") return true;
    return lineOfDeed(this.entriesOf(moment)) !== null;
  }

  /** What a task is called: so that it can be told from others. */
  label(task: number | null): string {
    return this.labels.get(task ?? 0) ?? "the loop";
  }

  /** What a lock, a queue or the like is called: with a number if others are called so, too. */
  thingLabel({ thing, type, name }: Thing): string {
    const alike = this.things.get(`${type} ${name}`) ?? [];
    return name && alike.length > 1 ? `${name} (number ${alike.indexOf(thing) + 1})` : name;
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

  private know({ type, name, thing }: Thing): void {
    const alike = this.things.get(`${type} ${name}`) ?? [];
    if (!alike.includes(thing)) this.things.set(`${type} ${name}`, [...alike, thing]);
  }

  private name(): void {
    this.labels = labelsOf(this.trace.tasks);
    for (const task of this.trace.tasks) {
      this.labelsByName.set(task.name, this.labels.get(task.number)!);
    }
  }

  private setCheckpoints(): void {
    const state = nothing();
    let replayed = 0; // since the last checkpoint
    for (let moment = 0; moment < this.count; moment++) {
      replayed += this.happen(state, moment);
      // A checkpoint holds every task, so where there are many it pays to set fewer.
      if (replayed < Math.max(BETWEEN_CHECKPOINTS, state.tasks.length)) continue;
      this.checkpoints.set(moment, copy(state));
      this.checked.push(moment);
      replayed = 0;
    }
  }

  /** Let a moment happen; return of how many entries it is. */
  private happen(state: State, moment: number): number {
    const start = moment ? this.ends[moment - 1]! : 0;
    const end = this.ends[moment]!;
    for (let at = start; at < end; at++) apply(state, this.log[at]!, this.isFull);
    this.replayed += end - start;
    return end - start;
  }
}

/** How many of some numbers, which are in order, are not above a limit. */
function countUntil(numbers: number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
