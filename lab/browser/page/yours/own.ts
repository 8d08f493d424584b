/**
 * The page *Your program*: a recording that the reader brings, as a picture, in findings and step by
 * step. Nothing of it leaves the browser.
 */

import { type Finding, findingsOf } from "./findings";
import { MOST_BYTES, readTrace, sentenceOf } from "./read";
import { Recording, type Trace } from "../steps/recording";
import { listing, mountStepper, type Stepper } from "../steps/stepper";
import { codeIn } from "../tasks";
import { addViewerStyle, mountViewer } from "./viewer";

/** This script is in `assets/run/`. */
const ROOT = new URL("../../", import.meta.url);
const EXAMPLE = "assets/your-program/example";
const MEGABYTE = 1_000_000;

/** Put what opens a file into the room that the page keeps for it. */
export function openOwn(place: HTMLElement): void {
  addViewerStyle();
  const drop = element("div", "lab-own-drop");
  const said = element("p", "lab-own-said");
  const shown = element("div", "lab-own-shown");
  said.setAttribute("role", "status");
  let source = "";
  let trace: Trace | null = null;

  const file = document.createElement("input");
  file.type = "file";
  file.multiple = true;
  file.hidden = true;
  file.setAttribute("aria-label", "A recording, and your program");
  file.addEventListener("change", () => {
    void take([...file.files!]);
    file.value = ""; // the same file can be chosen again
  });
  drop.append("Drop a recording here, with your program if you like. ");
  button("Choose a file", () => file.click());
  button("Open the example", () => void openExample());
  drop.append(file);
  place.append(drop, said, shown);

  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("lab-own-over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("lab-own-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("lab-own-over");
    void take([...(event.dataTransfer?.files ?? [])]);
  });
  const paste = (event: ClipboardEvent) => {
    if (!place.isConnected) return document.removeEventListener("paste", paste);
    if ((event.target as Element).closest("input, textarea")) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) void take(files);
    else open(event.clipboardData?.getData("text") ?? "");
  };
  document.addEventListener("paste", paste);

  function button(words: string, act: () => void): void {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    drop.append(made);
  }

  async function take(files: File[]): Promise<void> {
    const program = files.find((one) => one.name.endsWith(".py"));
    const [recording, other] = files.filter((one) => one !== program);
    if (other) return fail(`Choose one recording: ${recording!.name} or ${other.name}.`);
    if (program) source = await program.text();
    if (!recording) return trace && program ? show(trace) : fail("Choose the recording as well.");
    if (recording.size > MOST_BYTES) {
      const size = Math.round(recording.size / MEGABYTE);
      return fail(
        `${recording.name} has ${size} MB, and this page opens up to ${MOST_BYTES / MEGABYTE} MB. Record a shorter run.`,
      );
    }
    if (!program && trace) source = ""; // else it was chosen first, and waits for its recording
    said.textContent = `Reading ${recording.name}`;
    open(await recording.text());
  }

  async function openExample(): Promise<void> {
    try {
      const texts = [".labtrace", ".py"].map(async (end) => {
        const answer = await fetch(new URL(EXAMPLE + end, ROOT));
        if (!answer.ok) throw new Error();
        return await answer.text();
      });
      const [recorded, program] = await Promise.all(texts);
      source = program!;
      open(recorded!);
    } catch {
      fail("The example could not be loaded. Try again when you are online.");
    }
  }

  function fail(words: string): void {
    said.textContent = words;
    shown.replaceChildren();
  }

  function open(text: string): void {
    try {
      trace = readTrace(text);
      show(trace);
    } catch (error) {
      trace = null;
      source = "";
      fail(sentenceOf(error));
    }
  }

  function show(found: Trace): void {
    const steps = found.end[0];
    said.textContent = `${found.program}: ${found.tasks.length} tasks, ${steps} steps. ${found.note}`;
    shown.replaceChildren();
    const findings = element("div", "lab-own-findings");
    const picture = element("div", "lab-own-picture");
    const stepping = element("div", "lab-own-steps");
    shown.append(findings, picture, stepping);
    let stepper: Stepper | null = null;
    let recording: Recording | null = null;
    const code = source ? listing(source) : null;
    const prepare = () => (recording ??= new Recording(found));
    const goTo = (step: number) => {
      if (!stepper) {
        if (code) stepping.append(code.element);
        stepper = mountStepper(stepping, prepare(), { source: code ?? undefined, onClose: close });
      }
      stepper.goToStep(step);
      stepper.element.scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      stepper?.close();
      stepper = null;
      stepping.replaceChildren();
      viewer.focus();
    };
    const viewer = mountViewer(picture, found, steps ? { onStep: goTo } : {});
    const looking = document.createElement("p");
    looking.textContent = "Looking for what is worth a look";
    findings.append(looking);
    void painted().then(async () => {
      if (!picture.isConnected) return; // another file was opened
      try {
        tell(findingsOf(found));
        await painted();
        if (steps && picture.isConnected) prepare(); // before the reader steps
      } catch (error) {
        fail(sentenceOf(error));
      }
    });

    function tell(list: Finding[]): void {
      looking.textContent = list.length
        ? "Worth a look:"
        : "Nothing here is suspicious at first sight.";
      const items = document.createElement("ul");
      for (const { says, page, chapter, step } of list) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = new URL(page, ROOT).href;
        link.textContent = chapter;
        const look = document.createElement("button");
        look.type = "button";
        look.textContent = "Show";
        // All have the same word on them: one who only hears it is told what each of them shows.
        look.setAttribute("aria-label", `Show: ${says.replaceAll("`", "")}`);
        look.addEventListener("click", () => {
          viewer.goToStep(step);
          goTo(step);
        });
        for (const [at, part] of says.split("`").entries()) {
          item.append(at % 2 ? codeIn(part) : part);
        }
        item.append(" ", link, " ", look);
        items.append(item);
      }
      if (list.length) findings.append(items);
    }
  }
}

/** Wait until what was drawn can be seen: what takes longer comes after it. */
function painted(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

function element(tag: string, name: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}
