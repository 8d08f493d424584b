/** Says what a task does to a lock, a queue or the like. */

import { type Entry } from "./log";
import { lineOfDeed } from "./state";
import type { Thing } from "./trace";
import { code, list, many } from "./words";

/** What a task does to a lock, a queue or the like. */
export function deeds(
  old: Thing | undefined,
  thing: Thing,
  task: number,
  name = thing.name,
): string[] {
  const kind = thing.type.toLowerCase();
  const named = `the ${kind}${name ? ` ${code(name)}` : ""}`;
  const holds = (one: Thing | undefined) => one?.holders?.includes(task) ?? false;
  if (/queue$/.test(kind)) return moves(old, thing, name);
  const lock = kind === "lock" ? named : `the lock of ${named}`;
  if (/^(lock|condition)$/.test(kind) && holds(thing) && !holds(old)) return [`takes ${lock}`];
  if (/^(lock|condition)$/.test(kind) && holds(old) && !holds(thing)) return [`releases ${lock}`];
  if (/semaphore$/.test(kind)) return places(old, thing, task, named);
  if (kind === "event" && thing.state === "set" && old && old.state !== "set")
    return [`sets ${named}`];
  if (kind === "event" && thing.state !== "set" && old?.state === "set") return [`clears ${named}`];
  return [];
}

/** What a task does to a semaphore. One that holds no place in it can release it, too. */
function places(old: Thing | undefined, thing: Thing, task: number, named: string): string[] {
  if (!old) return [];
  const [had, has] = [placesOf(task, old), placesOf(task, thing)];
  if (has > had) return [`gets a place in ${named}`];
  const [free, was] = [freeIn(thing), freeIn(old)];
  if (has === had && free <= was) return [];
  if (!isCounted(thing) && isCounted(old) && free > was)
    return [`gives ${named} one place too many`];
  return [releases(task, old, named)];
}

/** That a task releases a semaphore, maybe one that it has not acquired. */
export function releases(task: number | null, old: Thing | undefined, named: string): string {
  const isStranger = old && isCounted(old) && !placesOf(task, old);
  return isStranger ? `holds no place in ${named} and releases it` : `releases ${named}`;
}

/** How many places in a semaphore a task holds. */
export function placesOf(task: number | null | undefined, semaphore: Thing | undefined): number {
  return semaphore?.holders?.filter((holder) => holder === task).length ?? 0;
}

/** How many places in a semaphore are free. */
export function freeIn(semaphore: Thing | undefined): number {
  return Number(/^\d+/.exec(semaphore?.state ?? "")?.[0] ?? 0);
}

/** Whether it is known who holds a semaphore: not once it has more places than at first. */
export function isCounted({ state }: Thing): boolean {
  return /^\d+ of /.test(state);
}

/** Which items come into a queue, and which go. */
function moves(before: Thing | undefined, thing: Thing, name: string): string[] {
  const queue = `the queue${name ? ` ${code(name)}` : ""}`;
  const [old, items] = [before?.items ?? [], thing.items ?? []];
  const [was, is] = [itemsIn(before), itemsIn(thing)];
  if (/shut down/.test(thing.state) && before && !/shut down/.test(before.state))
    return [`shuts down ${queue}`];
  if (was > old.length || is > items.length) {
    // A recording has only the first ones.
    if (is > was) return [`puts ${many(is - was, "item")} into ${queue}`];
    return is < was ? [`takes ${many(was - is, "item")} out of ${queue}`] : [];
  }
  const gone = without(old, items).map(code);
  const come = without(items, old).map(code);
  const found: string[] = [];
  if (gone.length) found.push(`takes ${list(gone)} out of ${queue}`);
  if (come.length) found.push(`puts ${list(come)} into ${queue}`);
  return found;
}

/** How many items a queue says that it has. */
export function itemsIn(queue: Thing | undefined): number {
  return Number(/^(\d+) item/.exec(queue?.state ?? "")?.[1] ?? 0);
}

/** The items of one list that another one has not, or has fewer times. */
function without(items: string[], others: string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** At which line that is done, if a recording tells. */
export function atLine(entries: Entry[]): string {
  const line = lineOfDeed(entries);
  return line === null ? "" : ` at line ${line}`;
}
