/** A program in a figure: what its buttons do. */

import type { Done, Outcome, Signal, Time, ToPage } from "../protocol";
import { addLaterButtons } from "./buttons";
import { Code } from "./code";
import { NOT_LOADED } from "./missing";
import { keepRuntime } from "./offline";
import { CLEARED, type Origin, recorded } from "./origin";
import { Output } from "./output/output";
import { canAffordTwo, giveBack, type Runner, take, warm } from "./runners";
import { linkTo } from "./share";
import { Result } from "./result";
import type { Storage } from "./reader/storage";
import { solved, verdict } from "./verdict";
import { SOLVED } from "./reader/progress";
import { outcome } from "./words";

/** A second worker is started only for a program that takes its time. */
const SECOND_WORKER_AFTER = 1000;

/** The buttons that start a program. */
const STARTS = '[data-action="run"], [data-action="check"]';

/** What a program in the playground is called. */
export const PLAYGROUND = "playground.py";

let runs = 0;
let chosenTime: Time | null = null;

export class Program {
  /** The program that runs: one at a time, on the whole site. */
  static current: Program | null = null;

  /** Whether the reader knows that changes are not kept. */
  private static warned = false;

  readonly code: Code;
  readonly file: string;

  /** Under this name the reader's changes are kept. */
  private key: string;
  private runner: Runner | null = null;
  private number = 0;
  private output: Output | null = null;
  private result: Result | null = null;
  private verdict: HTMLElement | null = null;
  /** The run before the last one, or the recorded one. */
  private before: Origin | null = null;
  /** The program as it was when it was last run. */
  private source = "";
  /** The button that was pressed to start it; it gets the focus back. */
  private started: HTMLElement | null = null;

  constructor(
    readonly figure: HTMLElement,
    private readonly storage: Storage,
  ) {
    const name = this.inPlayground ? PLAYGROUND : figure.dataset.snippet!;
    this.file = name.replace(/.*\//, "");
    this.key = `lab:edit:${name}`;
    this.code = new Code(figure);
    this.code.changed = () => this.keep();
    addLaterButtons(figure.querySelector<HTMLElement>(".lab-bar")!, this.file);
    this.time.addEventListener("change", () => (chosenTime = this.time.value as Time));
  }

  /** Let the exercise's checks look at the program. */
  async check(): Promise<void> {
    await this.run(this.figure.dataset.checks);
  }

  async run(checks = ""): Promise<void> {
    Program.current?.stop();
    Program.current = this;
    const number = (this.number = ++runs);
    if (chosenTime) this.time.value = chosenTime;
    this.showRunning(true);
    this.clear();
    const runner = (this.runner = take());
    runner.listener = (message) => this.hear(number, message);
    this.say(`${runner.state}…`);
    this.output!.element.scrollIntoView({ block: "nearest" });
    try {
      const interruptible = await runner.ready;
      if (this.number !== number) return;
      const hears = interruptible && this.timing !== "skip";
      this.button("interrupt").hidden = !hears;
      // Of no use to other programs: it would end them, as Stop does.
      this.button("terminate").hidden = !(hears && /SIGTERM/.test(this.code.text));
    } catch (error) {
      if (this.number === number) this.fail((error as Error).message);
      return;
    }
    this.say(checks ? "Checking…" : "Running…");
    const source = this.code.text;
    const { file, timing: time } = this;
    this.source = source;
    runner.run({ type: "run", run: number, source, file, time, checks });
    if (canAffordTwo()) {
      setTimeout(() => this.number === number && this.runner && warm(), SECOND_WORKER_AFTER);
    }
  }

  stop(): void {
    if (!this.runner) return;
    this.runner.end();
    this.ended("Stopped");
    if (canAffordTwo()) warm();
  }

  interrupt(signal: Signal): void {
    if (!this.runner) return;
    const name = signal === "SIGINT" ? "Ctrl-C" : signal;
    this.say(`${name} comes when the program next waits; Stop ends it now`);
    this.runner.interrupt(signal);
  }

  /** The page was left by instant navigation: the reader could no longer press Stop. */
  stopIfGone(): void {
    if (!this.figure.isConnected) this.stop();
  }

  async edit(text?: string): Promise<void> {
    if (!(await this.code.open(`Source of ${this.file}`, text))) return this.say(NOT_LOADED);
    this.show();
    if (text === undefined) this.code.focus();
  }

  /** Bring back the changes that were kept. */
  async restore(): Promise<void> {
    const kept = this.storage.get(this.key);
    if (kept !== null) await this.edit(kept);
  }

  /**
   * Show another program in the editor, with the changes that were kept.
   *
   * @param key Under which name they are kept.
   * @param original The program without them.
   */
  async open(key: string, original: string): Promise<void> {
    this.stop();
    this.clear(true);
    this.say("");
    this.key = key;
    this.code.startFrom(original);
    await this.edit(this.storage.get(key) ?? original);
  }

  /** The run with which a button compares the last one; null if it is not of a run of the reader's. */
  ranBefore(button: HTMLElement): Origin | null {
    return this.result?.originOf(button) ? this.before : null;
  }

  /** The run of the reader's that a button steps through; null if it is not of such a run. */
  ran(button: HTMLElement): Origin | null {
    return this.result?.originOf(button) ?? null;
  }

  reset(): void {
    this.stop();
    this.store(this.key, null);
    this.code.reset();
    this.clear(true);
    this.say("");
    this.show();
    this.button(this.button("edit").hidden ? "run" : "edit").focus();
    if (this.inPlayground) void this.edit();
  }

  async copy(): Promise<void> {
    await this.toClipboard(this.code.toCopy, "Copied");
  }

  async share(): Promise<void> {
    const link = await linkTo(this.code.text, new URL("../../playground/", import.meta.url));
    if (link) await this.toClipboard(link, "Link copied");
    else this.say("This program is too long for a link. Copy it and send it as a file");
  }

  say(words: string, link?: string): void {
    const status = this.figure.querySelector<HTMLElement>(".lab-status")!;
    status.textContent = words;
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = "this link";
    status.append(anchor);
  }

  /** Have the browser keep something; say once if it doesn't. */
  private store(key: string, value: string | null): void {
    if (this.storage.set(key, value) || Program.warned) return;
    Program.warned = true;
    const warning = document.createElement("p");
    warning.className = "lab-notice";
    warning.setAttribute("role", "alert");
    warning.textContent =
      "This browser's storage is blocked or full, so your changes won't be kept. " +
      "Copy or share your program before you leave.";
    this.figure.querySelector(".lab-bar")!.after(warning);
  }

  private async toClipboard(text: string, words: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.say(words);
    } catch {
      // No permission, or not a secure context.
      if (words === "Copied") this.say("The browser did not allow it");
      else this.say("Copy ", text);
    }
  }

  private hear(number: number, message: ToPage): void {
    if (number !== this.number) return;
    if (message.type === "state") this.say(`${message.text}…`);
    if (message.type === "failed") this.fail(message.text);
    if (!("run" in message) || message.run !== number) return;
    if (message.type === "output") {
      this.output?.add(message.pieces);
      this.say("Running…"); // its modules are loaded
    }
    if (message.type === "timeline") this.result?.draw(message.html);
    if (message.type === "done") this.done(message);
  }

  private done(message: Done): void {
    const runner = this.runner!;
    this.ended(outcome(message, this.timing));
    if (message.checks.length) this.judge(message.checks);
    if (message.reusable) giveBack(runner);
    else {
      runner.end();
      if (canAffordTwo()) warm();
    }
    if (message.error) this.code.mark("error", message.error.lines);
    if (this.output?.isEmpty) this.output.element.hidden = true;
    this.result?.finish(message, this.output!, this.file);
    if (message.trace) {
      this.before ??= this.recordedRun();
      this.result?.offerSteps(message.trace, this.source, this.file, this.before);
    }
    keepRuntime();
    void this.explain(this.output!);
  }

  /** Lead to the page that says what the run's error means, if there is one. */
  private async explain(output: Output): Promise<void> {
    const printed = output.errors;
    if (!printed) return;
    const { explanation } = await import("./errors");
    const line = explanation(printed);
    if (line) output.element.append(line);
  }

  /** Show what the checks say, and remember that the exercise is solved. */
  private judge(outcomes: Outcome[]): void {
    this.verdict = verdict(outcomes);
    this.side.prepend(this.verdict);
    this.verdict.scrollIntoView({ block: "nearest" });
    if (!solved(outcomes)) return;
    this.figure.classList.add("lab-solved");
    this.store(`lab:solved:${this.figure.dataset.snippet}`, "yes");
    document.dispatchEvent(new Event(SOLVED));
  }

  private fail(reason: string): void {
    this.runner?.end();
    if (this.output?.isEmpty) this.clear(true); // what was recorded is better than nothing
    this.ended(`Python could not run here: ${reason.split("\n")[0]}`);
  }

  private ended(words: string): void {
    if (Program.current === this) Program.current = null;
    this.runner = null;
    this.number = 0;
    this.showRunning(false);
    this.say(words);
  }

  /** Replace what was recorded, or what an earlier run left, by room for a new run. */
  private clear(atRest = false): void {
    this.code.unmark();
    this.figure.dispatchEvent(new Event(CLEARED));
    if (this.result?.origin) this.before = { ...this.result.origin, name: "The run before" };
    this.output?.element.remove();
    this.result?.element.remove();
    this.verdict?.remove();
    this.output = this.result = this.verdict = null;
    this.figure.classList.toggle("lab-ran", !atRest);
    if (atRest) return;
    this.output = new Output(this.file, (line) => void this.goTo(line));
    const recorded = this.side.querySelector(".lab-timeline") !== null;
    const open = recorded || this.inPlayground || this.figure.dataset.checks !== undefined;
    this.result = new Result(open);
    this.side.prepend(this.output.element, this.result.element);
  }

  /** The run that was recorded with the page, if it has a picture. */
  private recordedRun(): Origin | null {
    const buttons = [...this.side.querySelectorAll<HTMLElement>(".lab-step")];
    const button = buttons.find((one) => !one.closest(".lab-live"));
    return button ? recorded(button, this.code.recorded, "The recorded run") : null;
  }

  private async goTo(line: number): Promise<void> {
    if (!this.code.shows(line)) await this.edit();
    this.code.mark("error", [line], true);
    this.code.focus(line);
  }

  private keep(): void {
    this.store(this.key, this.code.isEdited ? this.code.text : null);
    this.show();
  }

  private showRunning(running: boolean): void {
    const starts = [...this.figure.querySelectorAll<HTMLElement>(STARTS)];
    const stop = this.button("stop");
    const focused = document.activeElement as HTMLElement;
    if (running) this.started = starts.includes(focused) ? focused : null;
    const focus = running ? this.started && stop : focused === stop && (this.started ?? starts[0]);
    for (const start of starts) start.hidden = running;
    stop.hidden = !running;
    if (!running)
      for (const action of ["interrupt", "terminate"]) this.button(action).hidden = true;
    if (focus) focus.focus();
    this.figure.classList.toggle("lab-running", running);
    this.show();
  }

  /** Show the buttons that do something now. */
  private show(): void {
    const { code, figure } = this;
    figure.classList.toggle("lab-edited", code.isEdited);
    // In the playground, what was recorded is of one program among many.
    figure.classList.toggle("lab-other", this.inPlayground && !code.isRecorded);
    this.button("edit").hidden = code.isOpen;
    const changed = code.isEdited || figure.classList.contains("lab-ran");
    this.button("reset").hidden = !(changed || (code.isOpen && !this.inPlayground));
  }

  private get inPlayground(): boolean {
    return this.figure.closest(".lab-playground") !== null;
  }

  private get timing(): Time {
    return this.time.value as Time;
  }

  /** What comes beside the code, or below it: output, picture, verdict. */
  private get side(): HTMLElement {
    return this.figure.querySelector(":scope > .lab-side")!;
  }

  private get time(): HTMLSelectElement {
    return this.figure.querySelector(".lab-bar select")!;
  }

  private button(action: string): HTMLButtonElement {
    return this.figure.querySelector(`[data-action="${action}"]`)!;
  }
}
