/** The programs on the page that is shown. */

import { Program } from "./program";

const programs = new WeakMap<HTMLElement, Program>();

/** The program that a figure shows. */
export function program(figure: HTMLElement): Program {
  let found = programs.get(figure);
  if (!found) programs.set(figure, (found = new Program(figure)));
  return found;
}
