/** How tasks are told apart: each has a colour, a sign for those who don't see colours, and a name. */

const SIGNS = ["●", "■", "▲", "◆", "★", "▼", "✚"];
const HUES = 8;

/** The class that gives a task's colour. */
export function hueOf(task: number): string {
  return `lab-hue-${((task - 1) % HUES) + 1}`;
}

/** The sign of a task; with the hue it comes back after 56 tasks. */
export function signOf(task: number): string {
  return SIGNS[(task - 1) % SIGNS.length]!;
}

/** A task's sign and name. */
export function nameOf(task: number, label: string): HTMLElement {
  const name = document.createElement("span");
  name.className = `lab-who ${hueOf(task)}`;
  const sign = document.createElement("span");
  sign.setAttribute("aria-hidden", "true");
  sign.textContent = `${signOf(task)} `;
  name.append(sign, label);
  return name;
}

/** Group items by a key, in the order in which they come. */
export function groups<Key, Item>(items: Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const found = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return found;
}

/** Text as code. */
export function codeIn(text: string): HTMLElement {
  const made = document.createElement("code");
  made.textContent = text;
  return made;
}

/**
 * A sentence whose code is in backticks.
 *
 * @param numbers The tasks, by what they are called.
 */
export function words(sentence: string, numbers: Map<string, number>): (string | HTMLElement)[] {
  return sentence.split("`").map((part, at) => {
    if (at % 2 === 0) return part;
    const task = numbers.get(part);
    return task ? nameOf(task, part) : codeIn(part);
  });
}
