/** Cuts the log of a run into moments: what happens at one place, and is worth a sentence. */

import { deeds } from "./deeds";
import { type Entry, STOPS } from "./log";
import type { Change, Ready, Thing } from "./trace";

export class Moments {
  /** For each moment, up to where the log has happened. */
  readonly ends: number[] = [];
  /** For each moment, the entry that it is about. */
  readonly abouts: Entry[] = [];
  /** For each step, the moment at which it begins. */
  readonly firstOfStep: number[] = [];
  /** For each step, how many events a picture counts in it. */
  readonly events: number[] = [];

  /**
   * @param log All that was recorded, in order.
   * @param entries The entries of the ready queue, by number.
   */
  constructor(
    private readonly log: Entry[],
    private readonly entries: Map<number, Ready>,
  ) {
    this.cut();
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
        while (log[end]?.rank === STOPS && log[end]!.kind !== "stops" && !isLost(log[end]!))
          end += 1;
        this.add(entry, end);
        at = end - 1;
      } else if (isPrintedBetween(entry) || isLost(entry)) {
        this.add(entry, at + 1);
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
    return !this.wakesOne(at, [...(old?.waiters ?? []), ...(entry.of.waiters ?? [])]);
  }

  /** Whether one of some tasks is woken at the event of an entry: that says what is done, too. */
  private wakesOne(at: number, waiters: number[]): boolean {
    const { step, event } = this.log[at]!;
    const isSame = (entry: Entry | undefined) => entry?.step === step && entry.event === event;
    let start = at;
    while (isSame(this.log[start - 1])) start -= 1;
    const cancelled = new Set<number>();
    for (let next = start; isSame(this.log[next]); next++) {
      const entry = this.log[next]!;
      if (entry.kind === "cancels") cancelled.add(entry.of.task);
      if (entry.kind !== "woken" || cancelled.has(entry.of.task)) continue;
      if (waiters.includes(entry.of.task) || entry.of.what.startsWith("Lock of ")) return true;
    }
    return false;
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
      if (isPrintedBetween(entry) || isTimeout(entry)) break;
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
}

/** Whether something is printed that is not known to be of the turn of any task or callback. */
function isPrintedBetween(entry: Entry): boolean {
  return entry.kind === "prints" && !entry.event;
}

/** Whether Python throws a task away here. */
function isLost(entry: Entry): boolean {
  return entry.kind === "ended" && entry.of.outcome === "lost";
}

/** Whether a timeout cancels a task here: that is what its own timer does. */
function isTimeout(entry: Entry): boolean {
  return entry.kind === "cancels" && entry.of.reason === "timeout";
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
