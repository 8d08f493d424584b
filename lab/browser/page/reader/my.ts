/** The page My progress: what was done in each chapter; export, import and reset. */

import { kept } from "./progress";
import type { Storage } from "./storage";

/** What is exported; changes to programs are the reader's, too. */
const OURS = /^lab:(read|solved|predicted|edit|last)(:|$)/;
/** What Reset forgets: not the programs that the reader has changed. */
const PROGRESS = /^lab:(read|solved|predicted|last)(:|$)/;
const FILE = "async-python-lab-progress.json";

/** Fill the table that the page was built with, and add the buttons. */
export function showProgress(place: HTMLElement, storage: Storage): void {
  const note = document.createElement("p");
  if (!storage.set("lab:probe", "yes")) {
    note.textContent = "This browser keeps nothing for this site, so there is no progress to show.";
    place.prepend(note);
    return;
  }
  storage.set("lab:probe", null);
  note.className = "lab-progress-bar";
  const total = document.createElement("p");
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const file = document.createElement("input");
  file.type = "file";
  file.accept = ".json";
  file.hidden = true;
  const add = (words: string, act: () => void) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", act);
    note.append(button);
  };
  add("Export", () => {
    save(storage);
    status.textContent = `Saved as ${FILE}`;
  });
  add("Import", () => file.click());
  add("Reset", () => {
    if (!confirm("Forget what you have read, solved and predicted? Your programs are kept."))
      return;
    for (const key of storage.keys()) if (PROGRESS.test(key)) storage.set(key, null);
    fill();
    status.textContent = "Forgotten";
  });
  file.addEventListener("change", () => {
    void take(file.files![0]!).then((words) => (status.textContent = words));
    file.value = ""; // so that the same file can be chosen again
  });
  note.append(file, status);
  place.prepend(total, note);
  fill();

  async function take(chosen: File): Promise<string> {
    const found = read(await chosen.text());
    if (!found) return `${chosen.name} holds no progress: choose a file that Export has saved here`;
    for (const [key, value] of found) storage.set(key, value);
    fill();
    return `Imported ${found.length} entries`;
  }

  function fill(): void {
    const done: Record<string, number> = { read: 0, solved: 0, predicted: 0 };
    const all = { ...done };
    for (const cell of place.querySelectorAll<HTMLElement>("td[data-kept]")) {
      const kind = cell.dataset.kept!;
      const names = cell.dataset.names!.split(" ").filter(Boolean);
      const values = kept(storage, kind, names);
      done[kind]! += values.length;
      all[kind]! += names.length;
      cell.dataset.text ??= cell.textContent!;
      cell.textContent = cell.dataset.text;
      if (kind === "read") {
        if (values.length) cell.textContent = "✓ read";
      } else if (names.length) {
        cell.textContent = `${values.length} of ${names.length}`;
        const right = values.filter((value) => value === "right").length;
        if (kind === "predicted" && values.length) cell.textContent += `, ${right} right`;
      }
    }
    total.textContent =
      `${done.read} of ${all.read} chapters read, ${done.solved} of ${all.solved} exercises ` +
      `solved, ${done.predicted} of ${all.predicted} predictions made.`;
  }
}

/** Read an exported file. Only what this site keeps is taken, and only text. */
function read(text: string): [string, string][] | null {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    const ours = entries.filter(
      (entry): entry is [string, string] => OURS.test(entry[0]) && typeof entry[1] === "string",
    );
    return ours.length ? ours : null;
  } catch {
    return null;
  }
}

function save(storage: Storage): void {
  const entries = storage
    .keys()
    .filter((key) => OURS.test(key))
    .sort()
    .map((key) => [key, storage.get(key)]);
  const content = JSON.stringify(Object.fromEntries(entries), null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = FILE;
  link.click(); // the browser reads the blob later: it is dropped with the page
}
