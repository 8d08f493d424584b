/** Says who asks to cancel a task, and why. */

import type { Recording } from "./recording";
import type { Cancel } from "./trace";
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
      return "its timeout is over";
    case "asyncio.run":
      return "`asyncio.run` cancelled it at its end";
    default:
      return `${code(cancel.reason)} cancelled it`;
  }
}
