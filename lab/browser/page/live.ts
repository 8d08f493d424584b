/** What the buttons do; loaded when a reader first comes near a snippet. */

import { Code } from "./code";
import { leavePlayground } from "./playground";
import { Program } from "./program";
import { program } from "./programs";
import { warm } from "./runners";
import { follow } from "./timeline";

export { openPlayground } from "./playground";
export { program, useStorage } from "./programs";
// For tests, which try thousands of inputs.
export { Output } from "./output";
export { sanitize } from "./sanitize";
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
