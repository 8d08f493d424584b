/**
 * Reads a file of the reader's: what `labtrace.py` wrote, a trace of the lab, one of asyncio tasks in
 * the trace-event format (Chrome, Perfetto, VizTracer), or what `python -m asyncio` printed.
 */

import { fromEvents } from "./events";
import { type Data, parsed } from "./file";
import { parsedWithoutChanges } from "./lab";
import { fromLabtrace } from "./labtrace";
import { fromTable, fromTree, isTable, isTree } from "./moment";
import type { Trace } from "../steps/trace";

/** More would fill the memory of a phone. */
export const MOST_BYTES = 200_000_000;

const LABTRACE = ["labtrace 1", "labtrace 2", "labtrace 3"];
const OURS = ["lab-trace 1", "lab-trace 2", "lab-trace 3", "lab-trace 4"];
const TRY =
  "Choose a file that labtrace.py, python -m lab, python -m asyncio, VizTracer or Perfetto wrote.";

/**
 * Read the text of a file.
 *
 * @throws An error whose message is a sentence for the reader.
 */
export function readTrace(text: string): Trace {
  if (!text.trim()) {
    throw new Error("This file is empty. Was the program still running? Record it once more.");
  }
  const end = text.indexOf("\n");
  const first = parsed(end < 0 ? text : text.slice(0, end));
  if (LABTRACE.includes(first?.format)) return fromLabtrace(first, text, end);
  const whole = parsedWithoutChanges(text);
  const { format } = first ?? whole ?? {};
  if (OURS.includes(format)) return checked(whole);
  if (typeof format === "string" && /^(labtrace|lab-trace) /.test(format)) {
    throw new Error(
      `This file has the format ${format}, which is newer than this page. Load the page again.`,
    );
  }
  const events = Array.isArray(whole) ? whole : whole?.traceEvents;
  if (Array.isArray(events)) return fromEvents(events, whole?.viztracer_metadata !== undefined);
  if (isTree(text)) return fromTree(text);
  if (isTable(text)) return fromTable(text);
  if (/^\s*[[{]/.test(text) && !whole) {
    throw new Error("This file is cut off, or isn't JSON. Record the program again, to its end.");
  }
  throw new Error(`This isn't a recording that can be drawn here. ${TRY}`);
}

/** What to tell the reader: our own sentence, or that a part which every recording has isn't there. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error) || error.name !== "Error") return BROKEN;
  return error.message;
}

const BROKEN = "Parts of this recording are missing or broken. Record the program again.";

function checked(trace: Data): Trace {
  const lists = [trace.tasks, trace.stretches, trace.prints, trace.cancels, trace.end];
  if (!lists.every(Array.isArray)) throw new Error(BROKEN);
  return trace;
}
