/** The programs on the page that is shown. */

import { Program } from "./program";
import type { Storage } from "./reader/storage";

const programs = new WeakMap<HTMLElement, Program>();
let storage: Storage;

/** Say where programs are kept: before the first one is asked for. */
export function useStorage(place: Storage): void {
  storage = place;
}

/** The program that a figure shows. */
export function program(figure: HTMLElement): Program {
  let found = programs.get(figure);
  if (!found) programs.set(figure, (found = new Program(figure, storage)));
  return found;
}
