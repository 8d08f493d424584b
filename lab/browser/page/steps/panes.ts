/** What the loop and its tasks have at one moment, as lists. */

import type { Recording } from "./recording";
import { isHeld, nameOfThing, waitedNow, withAwaited, withoutHolders } from "./waits";
import { seconds } from "./words";
import type { State, TaskState } from "./state";
import { codeIn, groups, nameOf } from "../tasks";
import { lineIn, type Ready, type Thing } from "./trace";

/** A list shows so many; then it says how many more there are. */
const MOST_TASKS = 40;
const MOST_ROWS = 12;

type Content = (string | HTMLElement)[];

/** What a recording never has gets no pane. */
interface Shown {
  timers: boolean;
  things: boolean;
}
const shown = new WeakMap<Recording, Shown>();

/**
 * @param lines The lines of the program, if they are known.
 * @param now The task that the moment is about.
 */
export function panes(
  recording: Recording,
  state: State,
  lines: string[],
  now: number | null,
): HTMLElement[] {
  const { timers, things } = shownOf(recording);
  const found = [pane("Ready queue", readyRows(recording, state), "Nothing is ready.", "ol")];
  if (timers) found.push(pane("Timers", timerRows(recording, state), "No timer is set.", "ol"));
  found.push(tasksPane(recording, state, lines, now));
  if (things) found.push(pane("Locks, queues, groups", thingRows(recording, state), "None yet."));
  if (recording.trace.prints.length) found.push(printsPane(recording, state));
  return found;
}

function shownOf(recording: Recording): Shown {
  let found = shown.get(recording);
  if (!found) {
    const changes = recording.trace.changes ?? [];
    const timers = changes.some(({ kind }) => kind === "timer");
    const things = changes.some((one) => one.kind === "thing" && isShown(one));
    shown.set(recording, (found = { timers, things }));
  }
  return found;
}

/** A future without a name is part of something else: of a sleep, or of a lock's waiters. */
function isShown({ type, name }: Thing): boolean {
  return type !== "Future" || name !== "";
}

function pane(
  title: string,
  rows: Content[],
  empty: string,
  kind = "ul",
  most = MOST_ROWS,
): HTMLElement {
  const made = box(title);
  if (!rows.length) {
    made.append(text("p", empty, "lab-step-none"));
    return made;
  }
  const list = document.createElement(kind);
  for (const content of rows.slice(0, most)) list.append(row(content));
  made.append(list);
  if (rows.length > most) made.append(text("p", `and ${rows.length - most} more`, "lab-step-none"));
  return made;
}

function box(title: string): HTMLElement {
  const made = document.createElement("div");
  made.className = "lab-pane";
  made.dataset.pane = title.split(/\W/)[0]!.toLowerCase();
  made.append(text("p", title, "lab-pane-title"));
  return made;
}

function text(name: string, words: string, className = ""): HTMLElement {
  return Object.assign(document.createElement(name), { textContent: words, className });
}

function row(content: Content): HTMLElement {
  const made = document.createElement("li");
  made.append(...content);
  return made;
}

const WHY: Record<string, string> = {
  created: "new",
  timer: "its time has come",
  again: "let others run",
  cancelled: "cancelled",
};

function readyRows(recording: Recording, { ready }: State): Content[] {
  return cut(ready, (entry) => [who(recording, entry), note(why(recording, entry))]);
}

/** Make the rows that are shown; of the others, only the number counts. */
function cut<Item>(items: Item[], make: (item: Item) => Content, most = MOST_ROWS): Content[] {
  return items.map((item, at) => (at < most ? make(item) : []));
}

function why(recording: Recording, { why, by, task }: Ready): string {
  if (why === "woken" && by && by !== task) return `woken by ${recording.label(by)}`;
  return WHY[why] ?? "";
}

function who(
  recording: Recording,
  { task, what }: { task: number | null; what: string },
): HTMLElement {
  return task ? nameOf(task, recording.label(task)) : codeIn(what || "a callback");
}

function note(words: string): HTMLElement {
  return text("span", words, "lab-step-more");
}

function timerRows(recording: Recording, { timers }: State): Content[] {
  return cut(timers, ({ when, task, what }) => [
    text("b", when === null ? "never" : seconds(when)),
    " ",
    ...(task ? ["wakes ", nameOf(task, recording.label(task))] : []),
    note(what),
  ]);
}

function thingRows(recording: Recording, state: State): Content[] {
  return cut([...state.things.values()].filter(isShown), (thing) =>
    thingRow(recording, state, thing),
  );
}

function thingRow(recording: Recording, { tasks, since: lines }: State, thing: Thing): Content {
  const since = lines.get(thing.thing) ?? null;
  const content: Content = [codeIn(recording.thingLabel(thing) || thing.type)];
  const limit = isUnlimited(thing) ? ", no limit" : "";
  content.push(note(`${thing.name ? `${thing.type}, ` : ""}${thing.state}${limit}`));
  const isGone = (task: number) => isHeld(thing) && tasks[task]?.state === "ended";
  const people = (words: string, who: number[] | undefined) => {
    if (!who?.length) return;
    const line = text("span", `${words} `, "lab-step-people");
    for (const task of who.slice(0, MOST_ROWS))
      line.append(nameOf(task, recording.label(task)), isGone(task) ? " (has ended) " : " ");
    if (who.length > MOST_ROWS) line.append(`and ${who.length - MOST_ROWS} more`);
    content.push(line);
  };
  if (since) content.push(note(`since line ${since}`));
  else if (thing.line) content.push(note(`made at line ${thing.line}`));
  people(thing.type === "TaskGroup" ? "in" : "held by", thing.holders);
  people("tasks", thing.members);
  people("waiting", thing.waiters);
  if (thing.items?.length) {
    const line = text("span", "items ", "lab-step-people");
    for (const item of thing.items) line.append(codeIn(item), " ");
    content.push(line);
  }
  return content;
}

function isUnlimited({ type, state }: Thing): boolean {
  return type.endsWith("Queue") && !state.includes("at most");
}

const STATES: Record<string, string> = {
  new: "not started",
  ready: "ready",
  running: "runs",
  blocking: "blocks the loop",
  waiting: "waits",
};

/** The tasks as a tree: each below the one that created it. */
function tasksPane(
  recording: Recording,
  state: State,
  lines: string[],
  now: number | null,
): HTMLElement {
  const made = box("Tasks");
  const known = state.tasks.filter((task) => task !== undefined);
  const chosen = known.length > MOST_TASKS ? busiest(known, now) : known;
  const numbers = new Set(chosen.map(({ number }) => number));
  const below = groups(chosen, ({ number }) => {
    const creator = recording.trace.tasks[number - 1]!.creator;
    return creator && numbers.has(creator) ? creator : 0;
  });
  const branch = (parent: number): HTMLElement => {
    const list = document.createElement("ul");
    for (const task of below.get(parent) ?? []) {
      const item = row(taskRow(recording, state, task, lines, now));
      item.classList.toggle("lab-now", task.number === now);
      item.dataset.state = task.state;
      if (below.has(task.number)) item.append(branch(task.number));
      list.append(item);
    }
    return list;
  };
  made.append(branch(0));
  const more = known.length - chosen.length;
  if (more) made.append(text("p", `and ${more} more`, "lab-step-none"));
  return made;
}

/** Of many tasks, those that say most: what runs, what is ready, what waits, and last what ended. */
function busiest(tasks: TaskState[], now: number | null): TaskState[] {
  const ranks = ["blocking", "running", "ready", "waiting", "new", "ended"];
  const rank = ({ state, number }: TaskState) => (number === now ? -1 : ranks.indexOf(state));
  return tasks
    .toSorted((one, other) => rank(one) - rank(other) || one.number - other.number)
    .slice(0, MOST_TASKS)
    .sort((one, other) => one.number - other.number);
}

function taskRow(
  recording: Recording,
  state: State,
  task: TaskState,
  lines: string[],
  now: number | null,
): Content {
  const told = recording.trace.tasks[task.number - 1]!;
  const content: Content = [nameOf(task.number, recording.label(task.number))];
  // Who holds a lock is told with the lock, where it changes while this task waits.
  const waited = withAwaited(recording, task.what, task.awaits);
  const named = nameOfThing(recording, state, task.number, waited);
  const what = recording.isFull ? withoutHolders(named) : waitedNow(task.what);
  content.push(note(stateWords({ ...task, what }, told.outcome, told.detail)));
  if (task.cancel) content.push(text("span", "asked to cancel", "lab-step-cancel"));
  if (task.state === "ended") return content;
  const line = task.line ?? lineIn(task.chain);
  if (line) {
    const place = text("span", `line ${line} `, "lab-step-where");
    const source = lines[line - 1]?.trim();
    if (source) place.append(codeIn(source));
    content.push(place);
  }
  const chain = task.chain.filter((frame) => !frame.library || frame === task.chain.at(-1));
  if (chain.length > 1 && task.number !== now)
    content.push(stack(chain.map((one) => one.function)));
  return content;
}

function stateWords({ state, what }: TaskState, outcome: string, detail: string): string {
  if (state === "ended") return `${outcome}${detail ? ` ${detail}` : ""}`;
  if (state === "waiting" && what) return /^sleep/.test(what) ? what : `waits: ${what}`;
  return STATES[state] ?? "";
}

/** The awaits that a task is in, outermost first. */
function stack(functions: string[]): HTMLElement {
  const made = text("span", "", "lab-step-stack");
  functions.forEach((name, at) => made.append(at ? " awaits " : "", codeIn(name)));
  return made;
}

function printsPane(recording: Recording, { printed }: State): HTMLElement {
  const lines = recording.trace.prints.slice(Math.max(0, printed - MOST_ROWS), printed);
  const rows = lines.map(({ text: line, stream }): Content => [
    Object.assign(codeIn(line), { className: stream === "stderr" ? "lab-stderr" : "" }),
  ]);
  const made = pane("Printed so far", rows, "Nothing yet.", "ol");
  const before = printed - lines.length;
  if (!before) return made;
  made.querySelector("ol")!.start = before + 1;
  made
    .querySelector(".lab-pane-title")!
    .after(text("p", `${before} lines before`, "lab-step-none"));
  return made;
}
