/** What reading any file needs. */

import type { At } from "../steps/trace";

export const MICROSECONDS = 1e6;

export type Data = any; // what a file of somebody's holds: each part is looked at before it is used

export function parsed(text: string): Data {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A step, and a moment this far from the beginning, as a trace has it. */
export function at(step: number, microseconds: number, event = 0): At {
  return [step, Math.max(0, microseconds) / MICROSECONDS, event];
}
