/** Says what differs between two runs. */

import type { Recording } from "./recording";
import { seconds } from "./words";
import type { Print } from "./trace";

export interface Run {
  recording: Recording;
  /** What it is called: `Before`, or its file. */
  name: string;
}

/** Durations by the clock on the wall differ by less from run to run. */
const NOISE = 0.02;
/** A line is quoted up to this length. */
const LONGEST = 40;

/** What differs between two runs: how long they took, and what they printed. */
export function differences(before: Run, after: Run): string {
  return `${times(before, after)}; ${prints(before.recording, after.recording)}.`;
}

function times(before: Run, after: Run): string {
  const [old, now] = [before, after].map(({ recording }) => recording.trace.end[1]) as [
    number,
    number,
  ];
  const isNoise = [before, after].some(({ recording }) => recording.trace.clock === "wall");
  const least = isNoise ? NOISE : 0;
  if (Math.abs(now - old) <= least) return `Both runs take ${rounded(now)}`;
  const more = now > old ? "longer" : "less";
  return `${after.name} takes ${rounded(now)} instead of ${rounded(old)}, ${rounded(Math.abs(now - old))} ${more}`;
}

export function rounded(time: number): string {
  return seconds(Number(time.toFixed(2)));
}

function prints(before: Recording, after: Recording): string {
  const old = before.trace.prints.map(textOf);
  const now = after.trace.prints.map(textOf);
  if (old.join("\n") === now.join("\n")) return "they print the same lines in the same order";
  if (old.toSorted().join("\n") === now.toSorted().join("\n")) return moved(old, now);
  const come = without(now, old);
  const gone = without(old, now);
  const found: string[] = [];
  if (come.length) found.push(`${count(come.length)} new, such as ${quoted(come[0]!)}`);
  if (gone.length) found.push(`${count(gone.length)} gone, such as ${quoted(gone[0]!)}`);
  return `of what is printed, ${found.join(", and ")}`;
}

/** The same lines come in another order: say where that begins. */
function moved(old: string[], now: string[]): string {
  const at = now.findIndex((line, place) => line !== old[place]);
  return (
    `they print the same lines in another order: line ${at + 1} is now ${quoted(now[at]!)}, ` +
    `and was ${quoted(old[at]!)}`
  );
}

function textOf({ text }: Print): string {
  return text;
}

/** The lines of one list that are not in the other, as often as they are there more. */
function without(lines: string[], others: string[]): string[] {
  const rest = [...others];
  return lines.filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function count(lines: number): string {
  return lines === 1 ? "one line is" : `${lines} lines are`;
}

function quoted(line: string): string {
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}”`;
}
