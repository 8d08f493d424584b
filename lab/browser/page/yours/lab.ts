/** Parses a trace of the lab, as `Trace.to_json` in `lab/trace/data.py` writes it. */

import { type Data, parsed } from "./file";
import type { Change, Trace } from "../steps/trace";

const BEGINS = '{\n "format": "lab-trace ';
/** What comes before the last list, which is most of the file. */
const CHANGES = ',\n "changes": [';
const ENDS = "]\n}\n";

/**
 * Parse JSON; null if it isn't. The changes in a trace of the lab are parsed when they are asked for:
 * the picture needs none of them.
 */
export function parsedWithoutChanges(text: string): Data {
  const isWhole = text.startsWith(BEGINS) && text.endsWith(ENDS);
  const at = isWhole ? text.indexOf(CHANGES) : -1;
  if (at < 0) return parsed(text);
  const trace = parsed(`${text.slice(0, at)}}`);
  const changes = text.slice(at + CHANGES.length - 1, 1 - ENDS.length);
  return trace && Object.defineProperty(trace as Trace, "changes", later(changes));
}

/** A list of changes, of which only the text is known. */
function later(text: string): PropertyDescriptor {
  let changes: Change[] | null = null;
  return {
    enumerable: true,
    get() {
      changes ??= parsed(text) as Change[] | null;
      if (!changes) throw new TypeError("the changes aren't JSON");
      return changes;
    },
  };
}
