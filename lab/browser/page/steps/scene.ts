/** A moment of a recorded run, to say a sentence about, and what several kinds of sentences ask of it. */

import type { Begins, Entry } from "./log";
import type { Recording } from "./recording";
import type { State } from "./state";
import type { At, Cancel, Ready } from "./trace";
import { code } from "./words";

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

/** By the clock on the wall, so many seconds between two turns are the loop's own work. */
export const OWN_WORK = 0.001;

export const CALLBACK = "A callback";

export const PROGRAM = "The program";

export const ELSEWHERE = "Code outside of the loop";

/** Who it is that has a turn and is no task. */
export function nobody({ recording, after, cause }: Scene): string {
  const { isFull, trace } = recording;
  if (cause && LOOP_ENDS.test(cause.what)) return PROGRAM;
  if (cause?.what) return `The callback ${code(cause.what.replace(/^call_\w+ /, ""))}`;
  if (cause || !trace.tasks.length) return CALLBACK;
  if (after.tasks.every((task) => !task || task.state === "ended")) return PROGRAM;
  return isFull ? ELSEWHERE : CALLBACK;
}

/** The tasks in the ready queue. */
export function namesOf({ recording }: Scene, ready: Ready[]): string[] {
  return ready.flatMap(({ task }) => (task ? [code(recording.label(task))] : []));
}

/**
 * Whether a task that was asked to cancel gets a `CancelledError` in its turn. If it waits for
 * another task, that one is cancelled instead, and may catch the error and return a result.
 */
export function isRaised({ recording, cause }: Scene, cancel: Cancel): boolean {
  if (!cause?.by || cause.by === cause.task || cause.at[0] <= cancel.at[0]) return true;
  const { ended, outcome } = recording.trace.tasks[cause.by - 1]!;
  return ended?.[0] !== cause.at[0] + 1 || outcome === "cancelled";
}

export function cancelIn(scene: Scene, number: number): Cancel | undefined {
  for (const entry of scene.entries) {
    if (entry.kind === "cancels" && entry.of.task === number) return entry.of;
  }
  return undefined;
}
