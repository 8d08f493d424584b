/** Says what a task waits for, and why a wait is over. */

import { atLine } from "./deeds";
import type { Recording } from "./recording";
import type { Scene } from "./scene";
import type { State } from "./state";
import type { Stretch } from "./trace";
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
  const [words = "", holders] = what.split(HELD_BY);
  const [kind = ""] = words.split(" ");
  const type = kind.replace(/\..*/, "");
  if (!/^(Lock|Semaphore|Event|Condition|Barrier|Queue)$/.test(type)) return what;
  for (const thing of state.things.values()) {
    if (!thing.type.endsWith(type) || !thing.name || !thing.waiters?.includes(task)) continue;
    return `${kind} ${recording.thingLabel(thing)}${holders ? `${HELD_BY}${holders}` : ""}`;
  }
  return what;
}

/** That a wait is over, in words. */
export function over(recording: Recording, what: string, by: string): string {
  const { words, kind, name, named, last } = waitOf(what);
  const who = by || (last ? code(last) : "");
  switch (kind) {
    case "sleep":
      return `its sleep${name.length ? ` of ${name.join(" ")}` : ""} is over`;
    case "Lock":
      return who ? `${who} released the lock${named}` : `the lock${named} is free`;
    case "Semaphore":
      return by ? `${by} let go of the semaphore${named}` : `the semaphore${named} has room`;
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
export function wakes({ recording, before, entries }: Scene, { task, what }: Stretch): string {
  const whom = code(recording.label(task));
  const waited = nameOfThing(recording, before, task, what || before.tasks[task]?.what || "");
  const { words, kind, named } = waitOf(waited);
  const at = atLine(entries);
  const then = `so ${whom} goes to the end of the ready queue`;
  switch (kind) {
    case "Lock":
      return `releases the lock${named}${at}, ${then}`;
    case "Semaphore":
      return `lets go of the semaphore${named}${at}, ${then}`;
    case "Event":
      return `sets the event${named}${at}, ${then}`;
    case "Barrier":
      return `is the last to reach the barrier${named}${at}, ${then}`;
    case "Queue.get":
      return `puts an item into the queue${named}${at}, ${then}`;
    case "Queue.put":
      return `takes an item out of the queue${named}${at}, ${then}`;
    case "Queue.join":
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
