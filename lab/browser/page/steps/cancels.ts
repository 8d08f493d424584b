/** Says who asks to cancel a task, and why. */

import type { Recording } from "./recording";
import type { State } from "./state";
import type { Cancel } from "./trace";
import { waits } from "./waits";
import { code } from "./words";

/** Who asks to cancel a task, as it happens. */
export function asks(recording: Recording, cancel: Cancel): string {
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
      return `the timeout in ${by || target} is over, so it cancels ${target}`;
    case "asyncio.run":
      return `\`asyncio.run\` ends and cancels ${target}`;
    default:
      return `${code(cancel.reason)} cancels ${target}`;
  }
}

/** When the task that is asked will notice. One that waits for another task passes that on to it. */
export function noticed(recording: Recording, state: State, cancel: Cancel): string {
  const target = state.tasks[cancel.task];
  if (target?.state === "ended") return "";
  if (state.now === cancel.task) return "; it goes on until it waits or ends";
  const name = code(recording.label(cancel.task));
  if (target && !target.hasRun) return `; ${name} has not started yet`;
  const wait = target?.state === "waiting" ? waits(recording, target.what) : "";
  if (wait.startsWith("waits for the task"))
    return `; ${name} ${wait}, so that task is asked first`;
  return `; ${name} will see it at its next turn`;
}

/** Why a TaskGroup cancels a task: another one failed, or the block did. */
function failed(recording: Recording, cancel: Cancel, verb: "fails" | "failed"): string {
  if (!cancel.by) return `a task ${verb}`;
  const by = code(recording.label(cancel.by));
  const isOwner = recording.trace.tasks[cancel.task - 1]?.creator === cancel.by;
  return isOwner ? `its block in ${by} ${verb}` : `${by} ${verb}`;
}

/** The same of the task that has been asked. */
export function asked(recording: Recording, cancel: Cancel): string {
  const by = cancel.by ? code(recording.label(cancel.by)) : "";
  switch (cancel.reason) {
    case "cancel()":
      return `${by || "a callback"} asked to cancel it`;
    case "TaskGroup":
      return `its TaskGroup cancelled it when ${failed(recording, cancel, "failed")}`;
    case "TaskGroup's block":
      return `its TaskGroup interrupted its block when ${by || "a task"} failed`;
    case "timeout":
      return by ? `the timeout in ${by} is over` : "its timeout is over";
    case "asyncio.run":
      return "`asyncio.run` cancelled it at its end";
    default:
      return `${code(cancel.reason)} cancelled it`;
  }
}
