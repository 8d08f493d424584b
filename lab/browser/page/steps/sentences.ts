/** Says in one sentence what happens at a moment of a recorded run, and why. */

import type { Begins, Entry } from "./log";
import type { Recording } from "./recording";
import { after, lineOfDeed, type State } from "./state";
import {
  type At,
  type Cancel,
  type Ready,
  SLEEP_0,
  type Stretch,
  type Task,
  type Thing,
} from "./trace";

/** What is known of a moment. */
export interface Scene {
  recording: Recording;
  before: State;
  after: State;
  /** What the moment is about. */
  about: Entry;
  /** All that happens at it. */
  entries: Entry[];
  /** What happens after it. */
  next: Entry | undefined;
  /** The next turn of a task. */
  following: Begins | undefined;
  /** In the turn of no task: what the loop took out of its queue for it. */
  cause: (Ready & { at: At }) | undefined;
}

/** The callback with which a run of the loop ends. */
const LOOP_ENDS = /^(asyncio\.run|run_until_complete): /;

/** A longer text is cut: a sentence is to be read at a glance. */
const LONGEST = 60;

/** Of less than so many seconds, more digits are shown. */
const FINE = 0.01;

/** By the clock on the wall, so many seconds between two turns are the loop's own work. */
const OWN_WORK = 0.001;

export function sentenceOf(scene: Scene): string {
  const { about } = scene;
  switch (about.kind) {
    case "begins":
      return `${about.goesOn ? goesOn(scene, about.of) : begins(scene, about.of)}.`;
    case "stops":
      return `${stops(scene, about.of, about.next)}.`;
    default:
      return `${does(scene, about)}.`;
  }
}

/** Write seconds: to a thousandth, or two digits of less than that. */
export function seconds(time: number): string {
  return `${Number(time < FINE ? time.toPrecision(2) : time.toFixed(3))} s`;
}

/** A text without what marks code in it. */
export function plain(sentence: string): string {
  return sentence.replaceAll("`", "");
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function many(count: number, one: string): string {
  return count === 1 ? `one ${one}` : `${count} ${one}s`;
}

function list(names: string[]): string {
  if (names.length > 3) return `${names[0]}, ${names[1]} and ${names.length - 2} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** A task's turn begins: why it has one, and who comes after it. */
function begins(scene: Scene, stretch: Stretch): string {
  const { recording, before } = scene;
  if (stretch.task === 0 && stretch.state !== "blocking") return outside(scene, stretch);
  const who = stretch.task ? code(recording.label(stretch.task)) : "A callback";
  if (stretch.state === "blocking") return blocks(who, stretch);
  const task = before.tasks[stretch.task];
  if (recording.isEager(scene.about)) {
    return task?.state === "new"
      ? `${who} starts at once, within the turn of the task that created it: it is eager`
      : `${who} goes on with its turn: the eager task has stopped`;
  }
  const isNew = !task?.chain.length;
  const verb = isNew ? "starts" : "resumes";
  const why = reason(scene, stretch.task, isNew);
  const behind = namesOf(scene, scene.after.ready);
  if (!behind.length) return `${who} ${verb}${why}`;
  return `${who} ${verb}${why}; it runs before ${list(behind)}, which became ready later`;
}

/** A task whose turn is not over blocks the loop, or goes on after it did. */
function goesOn(scene: Scene, stretch: Stretch): string {
  const { recording, before } = scene;
  const who = stretch.task ? code(recording.label(stretch.task)) : "The callback";
  if (stretch.state === "blocking") return blocks(who, stretch);
  if (!stretch.task) return outside(scene, stretch);
  const blocked = before.tasks[stretch.task];
  const after = blocked?.state === "blocking" && blocked.what ? ` after ${code(blocked.what)}` : "";
  return `${who} goes on${after}: its turn is not over`;
}

function blocks(who: string, stretch: Stretch): string {
  const call = stretch.what && ` with ${code(stretch.what)}`;
  return `${who} blocks the loop for ${lasting(stretch)}${call}: until then, no other task can run`;
}

function outside(scene: Scene, stretch: Stretch): string {
  if (stretch.what) return "The loop runs what belongs to a library, not to this program";
  const who = nobody(scene);
  if (who === PROGRAM) return "The program runs outside of its loop";
  if (who === ELSEWHERE) return "Code runs outside of the loop, as another thread does";
  return `${who} ${who === CALLBACK ? "runs that" : "runs, which"} belongs to no task`;
}

const CALLBACK = "A callback";
const PROGRAM = "The program";
const ELSEWHERE = "Code outside of the loop";

/** Who it is that has a turn and is no task. */
function nobody({ recording, after, cause }: Scene): string {
  const { isFull, trace } = recording;
  if (cause && LOOP_ENDS.test(cause.what)) return PROGRAM;
  if (cause?.what) return `The callback ${code(cause.what.replace(/^call_\w+ /, ""))}`;
  if (cause || !trace.tasks.length) return CALLBACK;
  if (after.tasks.every((task) => !task || task.state === "ended")) return PROGRAM;
  return isFull ? ELSEWHERE : CALLBACK;
}

function lasting(stretch: Stretch): string {
  return seconds(stretch.end[1] - stretch.start[1]);
}

/** The tasks in the ready queue. */
function namesOf({ recording }: Scene, ready: Ready[]): string[] {
  return ready.flatMap(({ task }) => (task ? [code(recording.label(task))] : []));
}

/** Why a task has its turn. */
function reason(scene: Scene, number: number, isNew: boolean): string {
  const { recording, before } = scene;
  const task = before.tasks[number];
  const cancel = task?.cancel ?? cancelIn(scene, number);
  if (cancel && !isNew && isRaised(scene, cancel)) {
    return ` because ${asked(recording, cancel)}: \`CancelledError\` is raised at its \`await\``;
  }
  const ready = readyOf(scene, number);
  if (isNew) {
    const creator = recording.trace.tasks[number - 1]!.creator;
    return creator
      ? ` because ${code(recording.label(creator))} created it`
      : number === 1
        ? ": it is the program's first task"
        : recording.trace.isTimesOnly
          ? ""
          : "; no task of this program created it";
  }
  const what = task!.what;
  if (ready?.why === "again" || what === SLEEP_0) {
    return " because all that were ready before it have had their turn";
  }
  const by = ready?.by && ready.by !== number ? code(recording.label(ready.by)) : "";
  if (ready && recording.isTimeout(ready) && what && !/^a /.test(what)) {
    return ` because the timeout of ${code(what)} is over`;
  }
  return ` because ${over(recording, nameOfThing(recording, before, number, what), by)}`;
}

/**
 * Whether a task that was asked to cancel gets a `CancelledError` in its turn. If it waits for
 * another task, that one is cancelled instead, and may catch the error and return a result.
 */
function isRaised({ recording, cause }: Scene, cancel: Cancel): boolean {
  if (!cause?.by || cause.by === cause.task || cause.at[0] <= cancel.at[0]) return true;
  const { ended, outcome } = recording.trace.tasks[cause.by - 1]!;
  return ended?.[0] !== cause.at[0] + 1 || outcome === "cancelled";
}

function cancelIn(scene: Scene, number: number): Cancel | undefined {
  for (const entry of scene.entries) {
    if (entry.kind === "cancels" && entry.of.task === number) return entry.of;
  }
  return undefined;
}

/** Why a task is in the ready queue, from where it stood before its turn. */
function readyOf(scene: Scene, number: number): Ready | undefined {
  const found = scene.before.ready.find(({ task }) => task === number);
  if (found) return found;
  for (const entry of scene.entries) {
    if (entry.kind === "change" && entry.of.kind === "ready" && entry.of.task === number) {
      return entry.of;
    }
    if (entry.kind === "woken" && entry.of.task === number) {
      const { task, by } = entry.of;
      return { entry: 0, task, what: "", by, why: by ? "woken" : "timer" };
    }
  }
  return undefined;
}

/** That a wait is over, in words. */
function over(recording: Recording, what: string, by: string): string {
  const [words = "", holder = ""] = what.split(", held by ");
  const [kind = "", ...name] = words.split(" ");
  const named = name.length ? ` ${code(name.join(" "))}` : "";
  const who = by || (holder ? code(holder) : "");
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

/** A task has stopped: why, and what the loop does next. */
function stops(scene: Scene, stretch: Stretch, next: Stretch | undefined): string {
  const { recording, entries } = scene;
  const who = stretch.task ? code(recording.label(stretch.task)) : "The callback";
  const ended = entries.find((entry) => entry.kind === "ended");
  const eager = eagerNext(scene);
  if (eager) return `${who} starts the eager task ${eager}, which runs before ${who} goes on`;
  const then = whatNext(scene);
  const but = although(scene, stretch);
  if (ended?.kind === "ended") {
    const isCaught = but && ended.of.outcome === "returned";
    const caught = isCaught ? `, ${but}: it caught the \`CancelledError\`` : "";
    return `${who} ${endWords(ended.of)}${caught}${then}`;
  }
  const { state, what } = after(stretch, next, recording.isFull);
  const isAgain = scene.after.ready.some((one) => one.task === stretch.task && one.why === "again");
  if (isAgain && scene.after.ready.length === 1)
    return `${who} lets the others run, but none is ready: it is next in the ready queue`;
  if (isAgain) return `${who} lets the others run and goes to the end of the ready queue${then}`;
  if (state === "waiting" && stretch.task) {
    const named = nameOfThing(recording, scene.after, stretch.task, what);
    const goesOn = but ? ` has not ended, ${but}: it` : "";
    return `${who}${goesOn} ${waits(recording, named)}${then}`;
  }
  if (stretch.task === 0) return `${endOfOther(scene, stretch)}${then}`;
  return `${who} stops here${then}`;
}

/** That a task was to end in the turn that is over. What is meant to be caught doesn't count. */
function although(scene: Scene, { task, start }: Stretch): string {
  const { recording, before } = scene;
  const cancel = before.tasks[task]?.cancel;
  if (!cancel || cancel.at[0] >= start[0]) return ""; // it will see that at its next turn
  if (!isRaised(scene, cancel)) return "";
  if (cancel.reason === "timeout" || cancel.reason === "TaskGroup's block") return "";
  return `although ${asked(recording, cancel)}`;
}

/** The eager task that starts within the turn of a task. */
function eagerNext({ recording, after, following }: Scene): string {
  if (!following || !recording.isEager(following)) return "";
  const { task } = following.of;
  return after.tasks[task]?.state === "new" ? code(recording.label(task)) : "";
}

/** What was no task's turn is over. */
function endOfOther(scene: Scene, { what }: Stretch): string {
  if (what) return "The library's turn is over";
  const who = nobody(scene);
  if (who === ELSEWHERE) return "The loop goes on";
  if (who !== PROGRAM) return `${who === CALLBACK ? "The callback" : who} is over`;
  return scene.following ? "The program enters its loop" : "The program ends";
}

/** What a task waits for, with the name that the lock, the queue or the like has elsewhere, too. */
export function nameOfThing(
  recording: Recording,
  state: State,
  task: number,
  what: string,
): string {
  const [words = "", holder] = what.split(", held by ");
  const [kind = ""] = words.split(" ");
  const type = kind.replace(/\..*/, "");
  if (!/^(Lock|Semaphore|Event|Condition|Barrier|Queue)$/.test(type)) return what;
  for (const thing of state.things.values()) {
    if (!thing.type.endsWith(type) || !thing.name || !thing.waiters?.includes(task)) continue;
    return `${kind} ${recording.thingLabel(thing)}${holder ? `, held by ${holder}` : ""}`;
  }
  return what;
}

function endWords({ outcome, detail }: Task): string {
  if (outcome === "returned") {
    return detail ? `is done and returns ${code(short(detail))}` : "is done";
  }
  if (outcome === "raised") return `fails with ${code(short(detail))}`;
  if (outcome === "lost") return "is lost: no reference to it was left";
  return outcome === "cancelled" ? "ends: it is cancelled" : "has not finished";
}

function waits(recording: Recording, what: string): string {
  const [words = "", holder = ""] = what.split(", held by ");
  const [kind = "", ...name] = words.split(" ");
  const named = name.length ? ` ${code(name.join(" "))}` : "";
  const held = holder ? `, which ${code(holder)} holds` : "";
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

/** Whose turn comes next, and why. */
function whatNext({ recording, after, following, about }: Scene): string {
  if (!following) return end(recording, after);
  if (recording.isEager(following))
    return `; ${code(recording.label(following.of.task))} goes on with its turn`;
  const first = after.ready[0];
  if (first) {
    const next = first.task
      ? code(recording.label(first.task))
      : `the callback ${code(first.what)}`;
    return `; ${next} is next in the ready queue`;
  }
  const { start, task } = following.of;
  const isIdle = start[1] - about.time > (recording.trace.clock === "virtual" ? 0 : OWN_WORK);
  if (isIdle || recording.isFull) return idle(recording, after, start[1]);
  return `; ${task ? code(recording.label(task)) : "a callback"} is next`;
}

/** Nothing is ready: what the loop waits for. */
function idle({ isFull }: Recording, after: State, time: number): string {
  const timer = after.timers[0];
  if (timer && timer.when !== null && timer.when <= time) {
    const what = timer.what.startsWith("sleep") || !timer.what ? "" : `, ${code(timer.what)},`;
    return `; nothing is ready, so the loop sleeps until the first timer${what} is due at ${seconds(timer.when)}`;
  }
  if (isFull) return "; nothing is ready, so the loop waits for what comes from outside";
  return `; nothing is ready, so the loop waits until ${seconds(time)}`;
}

function end({ trace }: Recording, after: State): string {
  if (trace.note.startsWith("Deadlock"))
    return "; no task is ready, and nothing can wake one any more";
  if (trace.note.startsWith("Cut")) return "; the recording ends here";
  const isOver = after.tasks.every((task) => !task || task.state === "ended");
  return isOver ? "; no task is left" : "";
}

/** What a task does during its turn. */
function does(scene: Scene, about: Entry): string {
  const { recording, after: state } = scene;
  const who = state.now ? code(recording.label(state.now)) : nobody(scene);
  switch (about.kind) {
    case "created":
      return `${who} creates the task ${code(recording.label(about.of.number))}${queued(scene, about.of)}`;
    case "prints": {
      const where = about.of.stream === "stderr" ? " on standard error" : "";
      if (!about.of.task && !about.event) return `“${short(about.of.text)}” is printed${where}`;
      const prints = about.of.task ? code(recording.label(about.of.task)) : who;
      return `${prints} prints “${short(about.of.text)}”${where}`;
    }
    case "cancels": {
      const target = state.tasks[about.of.task];
      const name = code(recording.label(about.of.task));
      const then = target?.state === "ended" ? "" : `; ${name} will see it at its next turn`;
      return `${upper(asks(recording, about.of))}${then}`;
    }
    case "handed": {
      const place = about.of.executor === "thread" ? "a thread" : "an executor";
      return `${who} hands ${code(about.of.function)} to ${place}, where it runs beside the loop`;
    }
    case "woken":
      return `${who} ${wakes(scene, about.of)}`;
    case "change":
      return about.of.kind === "run"
        ? `${called(scene, about.of.entry)}${state.ready.length || isItsTurn(scene) ? "" : whatNext(scene)}`
        : `${who} ${shares(scene, about)}`;
    default:
      return `${who} goes on`;
  }
}

/** Whether the turn of what the loop took out of its queue comes at once: it belongs to no task. */
function isItsTurn({ next }: Scene): boolean {
  return next?.kind === "begins" && next.of.task === 0;
}

function queued({ after }: Scene, { number }: Task): string {
  const place = after.ready.findIndex(({ task }) => task === number);
  if (place < 0) return "";
  return place
    ? ", which goes to the end of the ready queue"
    : ", which is first in the ready queue";
}

/** A task makes another one ready. */
function wakes({ recording, before, entries }: Scene, { task, what }: Stretch): string {
  const whom = code(recording.label(task));
  const waited = nameOfThing(recording, before, task, what || before.tasks[task]?.what || "");
  const [words = ""] = waited.split(", held by ");
  const [kind = "", ...name] = words.split(" ");
  const named = name.length ? ` ${code(name.join(" "))}` : "";
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

/** The loop runs a callback that is no task's turn. */
function called({ recording, before, entries }: Scene, entry: number): string {
  const changes = entries.flatMap((one) => (one.kind === "change" ? [one.of] : []));
  const known = [...before.ready, ...changes.filter((one) => one.kind === "ready")];
  const ready = known.find((one) => one.entry === entry);
  const woken = changes.flatMap((one) => (one.kind === "ready" && one.task ? [one] : []));
  const names = [...new Set(woken.map(({ task }) => code(recording.label(task))))];
  const then = names.length
    ? `${list(names)} ${names.length > 1 ? "become" : "becomes"} ready`
    : "";
  const what = ready?.what ?? "";
  if (ready?.why === "timer" && /^(sleep|timeout|call_)/.test(what)) {
    const kind = /^(sleep|timeout)\b/.exec(what)?.[1];
    const timer = kind
      ? `The timer of a ${what.replace(/^(\w+) (.*)/, "$1 of $2")}`
      : `The timer ${code(what)}`;
    return `${timer} is due${then ? `, so ${then}` : ": the loop runs its callback"}`;
  }
  const callback = what ? `the callback ${code(what)}` : "a callback";
  return `The loop runs ${callback}${then ? `, and ${then}` : ""}`;
}

function shares({ recording, before, after: { now }, entries }: Scene, about: Entry): string {
  if (about.kind !== "change" || about.of.kind !== "thing") return "goes on";
  const { thing } = about.of;
  let old = before.things.get(thing);
  for (const entry of entries) {
    if (entry === about) break;
    if (entry.kind !== "change" || entry.of.kind !== "thing") continue;
    if (entry.of.thing === thing) old = entry.of;
  }
  const done = list(deeds(old, about.of, now ?? 0, recording.thingLabel(about.of)));
  return done ? `${done}${atLine([about])}` : "goes on";
}

/** At which line that is done, if a recording tells. */
function atLine(entries: Entry[]): string {
  const line = lineOfDeed(entries);
  return line === null ? "" : ` at line ${line}`;
}

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

/** Who asks to cancel a task, as it happens. */
function asks(recording: Recording, cancel: Cancel): string {
  const target = code(recording.label(cancel.task));
  const by = cancel.by ? code(recording.label(cancel.by)) : "";
  switch (cancel.reason) {
    case "cancel()":
      return `${by || "a callback"} asks to cancel ${target}`;
    case "TaskGroup":
      return `the TaskGroup cancels ${target} because ${failed(recording, cancel, "fails")}`;
    case "TaskGroup's block":
      return `the TaskGroup interrupts its block in ${target} because ${by || "a task"} failed`;
    case "timeout":
      return `the timeout in ${target} is over, so it cancels ${target}`;
    case "asyncio.run":
      return `\`asyncio.run\` ends and cancels ${target}`;
    default:
      return `${code(cancel.reason)} cancels ${target}`;
  }
}

/** Why a TaskGroup cancels a task: another one failed, or the block did. */
function failed(recording: Recording, cancel: Cancel, verb: "fails" | "failed"): string {
  if (!cancel.by) return `a task ${verb}`;
  const by = code(recording.label(cancel.by));
  const isOwner = recording.trace.tasks[cancel.task - 1]?.creator === cancel.by;
  return isOwner ? `its block in ${by} ${verb}` : `${by} ${verb}`;
}

/** The same of the task that has been asked. */
function asked(recording: Recording, cancel: Cancel): string {
  const by = cancel.by ? code(recording.label(cancel.by)) : "";
  switch (cancel.reason) {
    case "cancel()":
      return `${by || "a callback"} asked to cancel it`;
    case "TaskGroup":
      return `its TaskGroup cancelled it when ${failed(recording, cancel, "failed")}`;
    case "TaskGroup's block":
      return `its TaskGroup interrupted its block when ${by || "a task"} failed`;
    case "timeout":
      return "its timeout is over";
    case "asyncio.run":
      return "`asyncio.run` cancelled it at its end";
    default:
      return `${code(cancel.reason)} cancelled it`;
  }
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
