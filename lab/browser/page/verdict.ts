/** What came of an exercise's checks. */

import type { Outcome } from "../protocol";

const SIGNS = new Map([
  [true, ["✓", "yes"]],
  [false, ["✗", "not yet"]],
  [null, ["–", "not tried"]],
] as const);

/** Whether the exercise is solved. */
export function solved(outcomes: Outcome[]): boolean {
  return outcomes.length > 0 && outcomes.every(({ passed }) => passed === true);
}

/** Show how each check ended. The words come from where the program ran: text, never HTML. */
export function verdict(outcomes: Outcome[]): HTMLElement {
  const list = document.createElement("ol");
  list.className = "lab-verdict lab-live";
  for (const { name, passed, message } of outcomes) {
    const [sign, words] = SIGNS.get(passed)!;
    const item = document.createElement("li");
    item.dataset.passed = words;
    item.append(mark(sign, words), " ", name);
    if (message) {
      const why = document.createElement("p");
      why.textContent = message;
      item.append(why);
    }
    list.append(item);
  }
  return list;
}

function mark(sign: string, words: string): HTMLElement {
  const mark = document.createElement("span");
  mark.className = "lab-sign";
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", words);
  mark.textContent = sign;
  return mark;
}
