/** What the buttons do; loaded when a reader first comes near a snippet. */

import { Code } from "./code";
import { recorded } from "./origin";
import { leavePlayground } from "./playground";
import { Program } from "./program";
import { program } from "./programs";
import { warm } from "./runners";
import { follow } from "./timeline";

export { openPlayground } from "./playground";
export { program, useStorage } from "./programs";
// For tests, which try thousands of inputs.
export { Output } from "./output/output";
export { sanitize } from "./output/sanitize";
export { unpack } from "./share";

/** A reader has come near a figure, to an element in it: get ready for its Run. */
export function expect(figure: HTMLElement, target: Element): void {
  const runs = figure.querySelector("div.lab-bar") !== null;
  if (runs || figure.querySelector(".lab-timeline")) {
    follow(figure, () => (runs ? program(figure).code : new Code(figure)), target);
  }
  const network = (navigator as { connection?: { saveData?: boolean } }).connection;
  if (runs && !network?.saveData && !Program.current) warm();
}

/** A button below a picture was pressed: step through its run, or compare it with another. */
export async function step(button: HTMLElement, from?: number): Promise<void> {
  const figure = button.closest<HTMLElement>(".lab-snippet")!;
  const runs = figure.querySelector("div.lab-bar") !== null;
  const found = runs ? program(figure) : null;
  const code = found?.code ?? new Code(figure);
  const file = figure.dataset.snippet!.replace(/.*\//, "");
  const own = button.parentElement!.querySelector<HTMLElement>(".lab-step")!;
  const origin = found?.ran(button) ?? recorded(own, code.recorded, file);
  const { compare, toggle } = await import("./steps/stepping");
  if (!button.matches(".lab-compare")) return await toggle(figure, button, code, origin, from);
  const other = found?.ranBefore(button) ?? recorded(button, "", button.dataset.name!);
  await compare(figure, button, other, origin);
}

/** A button was pressed. */
export function act(figure: HTMLElement, action: string): void {
  const found = program(figure);
  const actions: Record<string, () => unknown> = {
    run: () => found.run(),
    check: () => found.check(),
    stop: () => found.stop(),
    interrupt: () => found.interrupt("SIGINT"),
    terminate: () => found.interrupt("SIGTERM"),
    edit: () => found.edit(),
    reset: () => found.reset(),
    copy: () => found.copy(),
    share: () => found.share(),
  };
  void actions[action]?.();
}

/** The page has changed under us: end a program that is no longer on it. */
export function leave(): void {
  Program.current?.stopIfGone();
  if (!document.querySelector(".lab-playground")) leavePlayground();
}
