/** Says why a task has stopped, and what the loop does next. */

import { asked } from "./cancels";
import type { Recording } from "./recording";
import { CALLBACK, ELSEWHERE, isRaised, nobody, OWN_WORK, PROGRAM, type Scene } from "./scene";
import { after, isWithin, type State } from "./state";
import type { Stretch, Task } from "./trace";
import { heldNow, keeps, nameOfThing, waits, withoutHolders } from "./waits";
import { code, seconds, short } from "./words";

/** A task has stopped: why, and what the loop does next. */
export function stops(scene: Scene, stretch: Stretch, next: Stretch | undefined): string {
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
    const kept = keeps(recording, scene.after, stretch.task);
    return `${who} ${endWords(ended.of)}${kept}${caught}${then}`;
  }
  const { state, what, awaits } = after(stretch, next, recording.isFull);
  const isAgain = scene.after.ready.some((one) => one.task === stretch.task && one.why === "again");
  if (isAgain && scene.after.ready.length === 1)
    return `${who} lets the others run, but none is ready: it is next in the ready queue`;
  if (isAgain) return `${who} lets the others run and goes to the end of the ready queue${then}`;
  if (state === "waiting" && stretch.task) {
    const named = nameOfThing(recording, scene.after, stretch.task, what);
    const goesOn = but ? ` has not ended, ${but}: it` : "";
    const held = heldNow(recording, scene.after, stretch.task);
    const wait = waits(recording, held ? withoutHolders(named) : named, awaits);
    return `${who}${goesOn} ${wait}${held}${then}`;
  }
  if (stretch.task === 0) return `${endOfOther(scene, stretch)}${then}`;
  return `${who} stops here${then}`;
}

/** That a task was to end in the turn that is over. What is meant to be caught doesn't count. */
function although(scene: Scene, stretch: Stretch): string {
  const { recording, before } = scene;
  const cancel = before.tasks[stretch.task]?.cancel;
  if (!cancel || isWithin(cancel, stretch)) return ""; // it will see that at its next turn
  if (!isRaised(scene, cancel)) return "";
  const isOwn = cancel.reason === "timeout" && !cancel.by;
  if (isOwn || cancel.reason === "TaskGroup's block") return "";
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

function endWords({ outcome, detail }: Task): string {
  if (outcome === "returned") {
    return detail ? `is done and returns ${code(short(detail))}` : "is done";
  }
  if (outcome === "raised") return `fails with ${code(short(detail))}`;
  return outcome === "cancelled" ? "ends: it is cancelled" : "has not finished";
}

/** Whose turn comes next, and why. */
export function whatNext({ recording, after, following, about }: Scene): string {
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
