/** Tags beside a line of the source, which say which tasks are there. */

import { groups, hueOf, signOf } from "../tasks";

/** Where tasks are in the source, to be marked there. */
export interface Place {
  line: number;
  task: number;
  label: string;
  /** Whether it is the task that the moment is about. */
  isNow: boolean;
}

/** So many tasks are named at one line. */
const MOST_TAGS = 3;

/**
 * The tasks at each line, as tags to put there.
 *
 * @param lines The program: beside a long line, tags shrink to their signs instead of hiding it.
 */
export function tagsByLine(places: Place[], lines: string[]): Map<number, HTMLElement> {
  const byLine = groups(places, ({ line }) => line);
  const found = new Map<number, HTMLElement>();
  for (const [line, here] of byLine) {
    const tags = span("lab-tags");
    tags.setAttribute("aria-hidden", "true"); // the list of tasks says the same
    tags.style.setProperty("--lab-columns", String(lines[line - 1]?.length ?? 0));
    for (const { task, label, isNow } of here.slice(0, MOST_TAGS)) {
      const tag = span(`lab-tag ${hueOf(task)}${isNow ? " lab-tag-now" : ""}`);
      const name = span("lab-tag-name");
      name.textContent = ` ${label}`;
      tag.append(signOf(task), name);
      tags.append(tag);
    }
    if (here.length > MOST_TAGS) {
      const more = span("lab-tag");
      more.textContent = `+${here.length - MOST_TAGS}`;
      tags.append(more);
    }
    found.set(line, tags);
  }
  return found;
}

function span(className: string): HTMLElement {
  return Object.assign(document.createElement("span"), { className });
}
