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
  if (kind === "lock" && holds(thing) && !holds(old)) return [`takes ${named}`];
  if (kind === "lock" && holds(old) && !holds(thing)) return [`releases ${named}`];
  if (/semaphore$/.test(kind) && holds(thing) && !holds(old)) return [`gets a place in ${named}`];
  if (/semaphore$/.test(kind) && holds(old) && !holds(thing)) return [`lets go of ${named}`];
  if (kind === "event" && thing.state === "set" && old && old.state !== "set")
    return [`sets ${named}`];
  if (kind === "event" && thing.state !== "set" && old?.state === "set") return [`clears ${named}`];
  return [];
}

/** Which items come into a queue, and which go. */
function moves(before: Thing | undefined, thing: Thing, name: string): string[] {
  const queue = `the queue${name ? ` ${code(name)}` : ""}`;
  const [old, items] = [before?.items ?? [], thing.items ?? []];
  const [was, is] = [countOf(before), countOf(thing)];
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
function countOf(queue: Thing | undefined): number {
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
