/** Says what a task waits for, and why a wait is over. */

import { atLine, freeIn, isCounted, itemsIn, placesOf, releases } from "./deeds";
import type { Recording } from "./recording";
import type { Scene } from "./scene";
import type { State } from "./state";
import type { Ready, Stretch, Thing } from "./trace";
import { code, many } from "./words";

/** What a task waits for, as a recording says it: `Lock printer, held by Ada, then Bob`. */
interface Wait {
  words: string;
  /** The first of the words. */
  kind: string;
  /** Those after it. */
  name: string[];
  /** The name of the thing, to be read after its kind. */
  named: string;
  /** Who held it when the wait began. */
  first: string;
  /** Who held it when the wait was over. */
  last: string;
}

function waitOf(what: string): Wait {
  const [words = "", holders = ""] = what.split(HELD_BY);
  const [kind = "", ...name] = words.split(" ");
  const ofCondition = name[0] === "of" && name[1] === "Condition";
  const called = code(name.slice(ofCondition ? 2 : 0).join(" "));
  const named = name.length ? ` ${ofCondition ? "of the condition " : ""}${called}` : "";
  const inTurn = holders.split(THEN);
  return { words, kind, name, named, first: inTurn[0]!, last: inTurn.at(-1)! };
}

const HELD_BY = ", held by ";
const THEN = ", then ";

/** What a task waits for now, without who held it later. */
export function waitedNow(what: string): string {
  const [words, holders] = what.split(HELD_BY);
  return holders ? `${words}${HELD_BY}${holders.split(THEN)[0]}` : what;
}

/** What a task waits for, without who holds it. */
export function withoutHolders(what: string): string {
  return what.split(HELD_BY)[0]!;
}

/** What a task waits for, with the name that the lock, the queue or the like has elsewhere, too. */
export function nameOfThing(
  recording: Recording,
  state: State,
  task: number,
  what: string,
): string {
  const thing = thingOf(state, task);
  if (!thing?.name) return what;
  const [words = "", holders] = what.split(HELD_BY);
  const named = `${words.split(" ")[0]} ${recording.thingLabel(thing)}`;
  return holders ? `${named}${HELD_BY}${holders}` : named;
}

/** The lock, the queue or the like at which a task waits, or waited last. */
function thingOf(state: State, task: number): Thing | undefined {
  return state.things.get(state.tasks[task]?.thing ?? 0);
}

/** Why a task goes on that has waited: another one has done something, or a time is over. */
export function over(scene: Scene, task: number, ready: Ready | undefined): string {
  const { recording, before } = scene;
  const what = nameOfThing(recording, before, task, before.tasks[task]!.what);
  const isOther = ready?.by && ready.by !== task && !isHandedOn(scene, task, ready);
  const by = isOther ? code(recording.label(ready.by)) : "";
  const { words, kind, name, named, last } = waitOf(what);
  const who = by || (last ? code(last) : "");
  const state = thingOf(before, task)?.state ?? "";
  if (IS_BROKEN.test(state)) return `${by || "a task"} broke the barrier${named}`;
  if (IS_RESET.test(state)) return `${by || "a task"} reset the barrier${named}`;
  if (IS_SHUT.test(state)) return `the queue${named} is shut down`;
  switch (kind) {
    case "sleep":
      return `its sleep${name.length ? ` of ${name.join(" ")}` : ""} is over`;
    case "Lock":
      return who ? `${who} released the lock${named}` : `the lock${named} is free`;
    case "Semaphore":
      return by ? `${by} released the semaphore${named}` : `the semaphore${named} has room`;
    case "Event":
      return by ? `${by} set the event${named}` : `the event${named} is set`;
    case "Condition":
      return by
        ? `${by} woke it at the condition${named}`
        : `it was woken at the condition${named}`;
    case "Barrier":
      return by ? `${by} was the last to reach the barrier` : "all have reached the barrier";
    case "Queue.get":
      return by ? `${by} put an item into the queue${named}` : `the queue${named} has an item`;
    case "Queue.put":
      return by ? `${by} took an item out of the queue${named}` : `the queue${named} has room`;
    case "Queue.join":
      return `all items of the queue${named} are done`;
    case "task":
      return `the task ${code(recording.labelOfName(words.slice(6, -1)))} is done`;
    case "TaskGroup":
      return "all tasks of its group are done";
    case "gather":
      return "its `gather` is done";
    case "to_thread":
      return `${named.trim() || "the call"} is done in its thread`;
  }
  if (/^Task-\d+ \(/.test(words)) return `the task ${code(recording.labelOfName(kind))} is done`;
  const waited = words ? ` from its wait in ${code(words)}` : "";
  if (by) return `${by} woke it${waited}`;
  return words && !/^a /.test(words) ? `${code(words)} can go on` : "what it waited for has come";
}

const IS_BROKEN = /^broken/;
const IS_RESET = /^being reset/;
const IS_SHUT = /^(?!\d).*shut down/; // and empty: what is in it can still be taken

/**
 * Whether a task that woke another one only let it have its own turn: it was cancelled after it was
 * woken itself, or the semaphore has room for both.
 */
function isHandedOn({ recording, before }: Scene, task: number, { by, at }: Ready): boolean {
  const thing = thingOf(before, task);
  if (thing && /emaphore$/.test(thing.type)) return !isCounted(thing) || placesOf(by, thing) > 0;
  const { ended, outcome } = recording.trace.tasks[by! - 1]!;
  return outcome === "cancelled" && ended?.[0] === (at?.[0] ?? NaN) + 1;
}

export function waits(recording: Recording, what: string): string {
  const { words, kind, name, named, first } = waitOf(what);
  const held = first ? `, which ${code(first)} holds` : "";
  switch (kind) {
    case "sleep":
      return name.length ? `sleeps for ${name.join(" ")}` : "sleeps";
    case "Lock":
      return `waits for the lock${named}${held}`;
    case "Semaphore":
      return `waits for room in the semaphore${named}${held}`;
    case "Event":
      return `waits for the event${named} to be set`;
    case "Condition":
    case "Barrier":
      return `waits at the ${kind.toLowerCase()}${named}`;
    case "Queue.get":
      return `waits for an item from the queue${named}`;
    case "Queue.put":
      return `waits for room in the queue${named}`;
    case "Queue.join":
      return `waits until all items of the queue${named} are done`;
    case "task":
      return `waits for the task ${code(recording.labelOfName(words.slice(6, -1)))}`;
    case "TaskGroup":
      return "waits for the tasks of its group";
    case "gather":
      return `waits for the ${many(Number(name[1]) || 0, "task")} of its \`gather\``;
    case "to_thread":
      return `waits for${named || " a call"}, which runs in a thread`;
  }
  if (/^Task-\d+ \(/.test(words)) return `waits for the task ${code(recording.labelOfName(kind))}`;
  if (!words) return "waits";
  return /^a /.test(words) ? `waits for ${words}` : `waits in ${code(words)}`;
}

/** A task makes another one ready. */
export function wakes(scene: Scene, { task, what }: Stretch): string {
  const { recording, before, after, entries } = scene;
  const whom = code(recording.label(task));
  const waited = nameOfThing(recording, before, task, what || before.tasks[task]?.what || "");
  const { words, kind, named } = waitOf(waited);
  const at = atLine(entries);
  const then = `so ${whom} goes to the end of the ready queue`;
  const old = thingOf(before, task);
  const thing = old && after.things.get(old.thing);
  const state = thing?.state ?? "";
  const by = before.now;
  // It was woken, and then cancelled before it had its turn.
  const isUnused = before.tasks[by ?? 0]?.cancel && itemsIn(old) === itemsIn(thing);
  switch (kind) {
    case "Lock":
      if (old?.state.startsWith("free")) return `gives up its turn at the lock${named}, ${then}`;
      return `releases the lock${named}${at}, ${then}`;
    case "Semaphore":
      // Who releases it hands its place on, and the number of free ones stays.
      if (freeIn(thing) < freeIn(old))
        return `leaves the semaphore${named} with room for one more, ${then}`;
      return `${releases(by, old, `the semaphore${named}`)}${at}, ${then}`;
    case "Event":
      return `sets the event${named}${at}, ${then}`;
    case "Barrier":
      if (IS_BROKEN.test(state)) return `breaks the barrier${named}${at}, ${then}`;
      if (IS_RESET.test(state)) return `resets the barrier${named}${at}, ${then}`;
      return `is the last to reach the barrier${named}${at}, ${then}`;
    case "Queue.get":
    case "Queue.put":
    case "Queue.join":
      if (/shut down/.test(state)) return `shuts down the queue${named}${at}, ${then}`;
      if (isUnused) return `gives up its turn at the queue${named}, ${then}`;
      if (kind === "Queue.get") return `puts an item into the queue${named}${at}, ${then}`;
      if (kind === "Queue.put") return `takes an item out of the queue${named}${at}, ${then}`;
      return `has done the last item of the queue${named}${at}, ${then}`;
  }
  if (kind === "task" || /^Task-\d+$/.test(kind)) {
    return `comes to its end, so ${whom}, which waits for it, goes to the end of the ready queue`;
  }
  if (kind === "Condition") {
    return `wakes ${whom}, which waits at the condition${named}: it goes to the end of the ready queue`;
  }
  const wait = /^a /.test(words) ? `for ${words}` : `in ${code(words)}`;
  return `wakes ${whom}${words ? `, which waited ${wait}` : ""}: it goes to the end of the ready queue`;
}
