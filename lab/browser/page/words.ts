/** The end of a run in words. */

import type { Done, Time } from "../protocol";

/** Say how a run ended. */
export function outcome(done: Done, time: Time): string {
  return ending(done, time) + (done.capped ? "; it printed more than is shown" : "");
}

function ending({ error, seconds, status }: Done, time: Time): string {
  if (error?.type === "KeyboardInterrupt") return "Interrupted by Ctrl-C";
  if (error) return `Raised ${error.type}${error.line ? ` at line ${error.line}` : ""}`;
  const lasted = duration(seconds);
  if (status) return `Ended with exit status ${status} after ${lasted}`;
  return `Finished in ${lasted}${time === "skip" ? ", no waiting" : ""}`;
}

function duration(seconds: number): string {
  if (seconds < 0.0995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  return `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`;
}
