/** Says why a task's turn begins. */

import { asked } from "./cancels";
import {
  CALLBACK,
  cancelIn,
  ELSEWHERE,
  isRaised,
  namesOf,
  nobody,
  PROGRAM,
  type Scene,
} from "./scene";
import { type Ready, SLEEP_0, type Stretch } from "./trace";
import { over, waits } from "./waits";
import { code, list, seconds } from "./words";

/** A task's turn begins: why it has one, and who comes after it. */
export function begins(scene: Scene, stretch: Stretch): string {
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
  const isNew = !task?.hasRun;
  if (isNew && task?.cancel && isCancelledIn(scene, stretch)) {
    return `${who} never starts because ${asked(recording, task.cancel)}: none of its lines runs`;
  }
  const verb = isNew ? "starts" : "resumes";
  const why = reason(scene, stretch.task, isNew);
  const behind = namesOf(scene, scene.after.ready);
  if (!behind.length) return `${who} ${verb}${why}`;
  return `${who} ${verb}${why}; it runs before ${list(behind)}, which became ready later`;
}

/** Whether a task ends as cancelled in the turn that begins. */
function isCancelledIn({ recording }: Scene, { task, end }: Stretch): boolean {
  const { outcome, ended } = recording.trace.tasks[task - 1]!;
  return outcome === "cancelled" && ended?.[0] === end[0];
}

/** A task whose turn is not over blocks the loop, or goes on after it did. */
export function goesOn(scene: Scene, stretch: Stretch): string {
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

function lasting(stretch: Stretch): string {
  return seconds(stretch.end[1] - stretch.start[1]);
}

/** Why a task has its turn. */
function reason(scene: Scene, number: number, isNew: boolean): string {
  const { recording, before } = scene;
  const task = before.tasks[number];
  const cancel = task?.cancel ?? cancelIn(scene, number);
  if (cancel && !isNew && isRaised(scene, cancel)) {
    const error = `: \`CancelledError\` is raised at its \`await\``;
    const by = passesOn(scene, number);
    if (by)
      return ` because ${by}, which waits for it, passes a request to cancel on to it${error}`;
    const then =
      cancel.reason === "timeout" && !cancel.by
        ? ", for the timeout to turn it into `TimeoutError`"
        : "";
    return ` because ${asked(recording, cancel)}${error}${then}`;
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
  if (ready && recording.isTimeout(ready) && what && !/^a /.test(what)) {
    return ` because the timeout of ${code(what)} is over`;
  }
  return ` because ${over(scene, number, ready)}`;
}

/** The task that was asked to cancel itself while it waits for this one: asyncio asks this one. */
function passesOn({ recording, before }: Scene, number: number): string {
  const wait = `waits for the task ${code(recording.label(number))}`;
  const found = before.tasks.find(
    (task) => task?.cancel && task.state === "waiting" && waits(recording, task.what) === wait,
  );
  return found ? code(recording.label(found.number)) : "";
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
