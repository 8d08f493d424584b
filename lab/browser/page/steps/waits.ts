/** Says what a task waits for, and why a wait is over. */

import { atLine, deeds, freeIn, isCounted, itemsIn, placesOf, releases } from "./deeds";
import type { Recording } from "./recording";
import type { Scene } from "./scene";
import type { State } from "./state";
import type { Ready, Stretch, Thing } from "./trace";
import { code, list, many } from "./words";

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

/** That a task which has ended still holds a lock or a place in a semaphore. */
export function keeps(recording: Recording, state: State, task: number): string {
  const kept = [...state.things.values()].filter((one) => isHeld(one) && placesOf(task, one));
  const words = kept.map((one) => {
    const place = /emaphore$/.test(one.type) ? "a place in " : "";
    return `${place}${called(recording, one)}`;
  });
  return words.length ? ` and still holds ${list(words)}` : "";
}

/** Whether tasks hold it: of a group, the holder is its owner. */
export function isHeld({ type }: Thing): boolean {
  return type !== "TaskGroup";
}

function called(recording: Recording, thing: Thing): string {
  const name = recording.thingLabel(thing);
  const named = `the ${thing.type.toLowerCase()}${name ? ` ${code(name)}` : ""}`;
  return thing.type === "Condition" ? `the lock of ${named}` : named;
}

/** Who holds what a task waits for, whether they still can give it back, and what they wait for. */
export function heldNow(recording: Recording, state: State, task: number): string {
  const thing = thingOf(state, task);
  const holders = [...new Set(thing && /Lock|emaphore/.test(thing.type) ? thing.holders : [])];
  if (!holders.length) return "";
  const name = (one: number) => code(recording.label(one));
  const held = `, which ${list(holders.map(name))} ${holders.length > 1 ? "hold" : "holds"}`;
  const gone = holders.filter((one) => state.tasks[one]?.state === "ended");
  if (!gone.length)
    return held + (holders.length === 1 ? inTurn(recording, state, holders[0]!) : "");
  const all = gone.length === holders.length;
  const they = all ? (gone.length > 1 ? "they" : "it") : list(gone.map(name));
  return `${held}, although ${they} ${gone.length > 1 ? "have" : "has"} ended`;
}

/** That a task which holds something waits for a lock or a semaphore itself. */
function inTurn(recording: Recording, state: State, holder: number): string {
  const thing = state.tasks[holder]?.state === "waiting" && thingOf(state, holder);
  if (!thing || !/Lock|emaphore/.test(thing.type) || !thing.holders?.length) return "";
  const others = [...new Set(thing.holders)];
  const held = list(others.map((one) => code(recording.label(one))));
  const which = `which ${held} ${others.length > 1 ? "hold" : "holds"}`;
  return `; ${code(recording.label(holder))} in turn waits for ${called(recording, thing)}, ${which}`;
}

/** What a task waits for, with the names of the tasks that a `gather`, say, waits for. */
export function withAwaited(recording: Recording, what: string, awaits: number[]): string {
  if (!awaits.length) return what;
  const names = awaits.map((one) => recording.label(one));
  const more = names.length - MOST_NAMES;
  const shown = more > 0 ? [...names.slice(0, MOST_NAMES), `${more} more`] : names;
  return `${what.split(" ")[0]} of ${shown.join(", ")}`;
}

const MOST_NAMES = 12;

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
    case "wait_for": {
      const [awaited] = before.tasks[task]!.awaits;
      const isDone = awaited && before.tasks[awaited]?.state === "ended";
      if (isDone) return `the task ${code(recording.label(awaited))} is done`;
      break;
    }
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

export function waits(recording: Recording, what: string, awaits: number[] = []): string {
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
      if (awaits.length) return awaited(recording, kind, awaits);
      return `waits for the ${many(Number(name[1]) || 0, "task")} of its \`gather\``;
    case "to_thread":
      return `waits for${named || " a call"}, which runs in a thread`;
  }
  if (/^Task-\d+ \(/.test(words)) return `waits for the task ${code(recording.labelOfName(kind))}`;
  if (/^wait(_for)?$/.test(kind) && awaits.length) return awaited(recording, kind, awaits);
  if (!words) return "waits";
  return /^a /.test(words) ? `waits for ${words}` : `waits in ${code(words)}`;
}

function awaited(recording: Recording, kind: string, awaits: number[]): string {
  const names = list(awaits.map((one) => code(recording.label(one))));
  return `waits for ${awaits.length > 1 ? "" : "the task "}${names} in ${code(kind)}`;
}

/** A task makes another one ready. */
export function wakes(scene: Scene, { task, what }: Stretch): string {
  const { recording, before, after, entries } = scene;
  const whom = code(recording.label(task));
  const waited = nameOfThing(recording, before, task, what || before.tasks[task]?.what || "");
  const { words, kind, name, named } = waitOf(waited);
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
      const moved = thing && kind !== "Queue.join"; // a recording has not all things
      const done = moved ? deeds(old, thing, by ?? 0, name.join(" ")) : [];
      if (done.length) return `${list(done)}${at}, ${then}`;
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
