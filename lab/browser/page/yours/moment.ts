/**
 * Reads what `python -m asyncio ps` and `pstree` print: one moment of a process, in which each task
 * waits somewhere. The table and the tree are those of Python 3.14 and 3.15 (`asyncio/tools.py`).
 */

import type { At, Frame, Stretch, Task, Trace } from "../steps/trace";

const START: At = [0, 0, 0];
const END: At = [0, 1, 0];

/** A task of such a moment: its frames, the outermost first, and the tasks it waits for. */
interface Found {
  name: string;
  chain: Frame[];
  waits: string[];
}

/** A line of the tree: how deep it is, whether it is a task, and its words. */
const BRANCH = /^([\s│]*)[├└]── (\(T\))? *(.+)$/;
/** `main example.py:12` */
const PLACE = /^(\S+) (.*?)(?::(\d+))?$/;

export const isTree = (text: string): boolean => /^\s*[├└]── \(T\) /m.test(text);

/** What `pstree` printed: a task is below the one that waits for it, so it can be there twice. */
export function fromTree(text: string): Trace {
  const tasks = new Map<string, Found>();
  const top = { depth: -1, found: task(""), isKnown: true, below: new Map<string, number>() };
  const open = [top];
  for (const line of text.split("\n")) {
    const [, indent, isTask, words] = BRANCH.exec(line.trimEnd()) ?? [];
    if (!words) continue;
    const depth = indent!.length;
    while (open.at(-1)!.depth >= depth) open.pop();
    const within = open.at(-1)!;
    if (isTask) {
      // Two tasks can have one name: beside each other they are two, elsewhere probably the same.
      const count = (within.below.get(words) ?? 0) + 1;
      within.below.set(words, count);
      const key = `${words} ${count}`;
      const found = tasks.get(key) ?? task(words);
      if (!within.isKnown || !within.found.waits.includes(words)) within.found.waits.push(words);
      open.push({ depth, found, isKnown: tasks.has(key), below: new Map() });
      tasks.set(key, found);
    } else if (!within.isKnown) {
      within.found.chain.push(frame(words));
    }
  }
  return moment([...tasks.values()], "this tree", "A tree");
}

function frame(words: string): Frame {
  const [, called, file, number] = PLACE.exec(words) ?? [];
  const library = /(^|[\\/])(asyncio|site-packages)[\\/]/.test(file ?? "");
  const line = number ? Number(number) : null;
  return { function: called ?? words, call: 0, line, library, file: library ? file! : "" };
}

/** Thread, address and the rest of a row, and the address of the task that waits for this one. */
const ROW = /^(\d+) +(0x[0-9a-f]+) +(.*) (0x[0-9a-f]+) *$/;
/** The innermost function first: `sleep -> work`, and the room after it. */
const STACK = /^ (\S+(?: -> \S+)*|)( +|$)/;
/** A cell is as wide as this, or wider if what is in it is longer. */
const WIDTH = { name: 20, stack: 50 };

export const isTable = (text: string): boolean =>
  /^tid +task id +task name +coroutine stack/m.test(text);

/** What `ps` printed: a row for each task, or one for each that waits for it. */
export function fromTable(text: string): Trace {
  const tasks = new Map<string, Found>();
  const waiters: [by: string, name: string][] = [];
  for (const line of text.split("\n")) {
    const [, , id, rest, by] = ROW.exec(line) ?? [];
    if (!id) continue;
    const [name, functions] = cells(rest!);
    if (!tasks.has(id)) tasks.set(id, { name, chain: functions.map(frame), waits: [] });
    waiters.push([by!, name]);
  }
  for (const [by, name] of waiters) tasks.get(by)?.waits.push(name);
  return moment([...tasks.values()], "this table", "A table");
}

/** A task's name and its functions, the outermost first. Names can hold spaces and be too long. */
function cells(rest: string): [name: string, functions: string[]] {
  for (let width = WIDTH.name; width < rest.length; width++) {
    const [, stack, room] = STACK.exec(rest.slice(width)) ?? [];
    if (stack === undefined || room === undefined) continue;
    const isWhole = stack.length > WIDTH.stack || stack.length + room.length > WIDTH.stack;
    if (isWhole) return [rest.slice(0, width).trim(), stack.split(" -> ").reverse()];
  }
  return [rest.trim(), []];
}

function task(name: string): Found {
  return { name, chain: [], waits: [] };
}

function moment(found: Found[], program: string, what: string): Trace {
  if (!found.length) throw new Error("No task was running. Ask again while the program runs.");
  const tasks: Task[] = [];
  const stretches: Stretch[] = [];
  for (const { name, chain, waits } of found) {
    const number = tasks.length + 1;
    const coroutine = chain[0]?.function ?? name;
    const ends = { ended: null, outcome: "unfinished", detail: "" };
    tasks.push({ number, name, coroutine, creator: null, line: null, created: START, ...ends });
    const awaited = waits.join(", ") || (chain.at(-1)?.function ?? "");
    const span = { start: START, end: END, chain, what: awaited, by: null };
    stretches.push({ task: number, state: "waiting", ...span });
  }
  const note = `${what} shows one moment: point at a lane to see where its task is and what it waits for.`;
  const nothing = { prints: [], cancels: [] };
  return {
    format: "lab-trace 2",
    program,
    clock: "wall",
    tasks,
    stretches,
    ...nothing,
    end: END,
    note,
  };
}
