/** The end of a run in words. */

import type { Done, Time } from "../protocol";
import { solved } from "./verdict";

/** The exit status of a program that SIGTERM ended, as a shell tells it. */
const TERMINATED = 143;

/** Say how a run ended. */
export function outcome(done: Done, time: Time): string {
  return ending(done, time) + (done.capped ? "; it printed more than is shown" : "");
}

function ending(done: Done, time: Time): string {
  const { error, seconds, status, checks } = done;
  if (solved(checks)) return "Solved";
  if (checks.length) return `Not yet: ${checks.find(({ passed }) => passed === false)?.name ?? ""}`;
  if (error?.type === "KeyboardInterrupt") return `Interrupted by Ctrl-C: exit status ${status}`;
  if (error) return `Raised ${error.type}${error.line ? ` at line ${error.line}` : ""}`;
  const lasted = duration(seconds);
  if (status === TERMINATED) return `Ended by SIGTERM: exit status ${status}`;
  if (status) return `Ended with exit status ${status} after ${lasted}`;
  return `Finished in ${lasted}${time === "skip" ? ", no waiting" : ""}`;
}

function duration(seconds: number): string {
  if (seconds < 0.0995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  return `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`;
}
