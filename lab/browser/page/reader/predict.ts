/**
 * Answers a reader who predicts what a program will print. The question, the choices and the answer
 * come with the page: they were taken from the program's recorded run.
 */

import type { Storage } from "./storage";

/** A choice was pressed: say whether it is right, keep that, and open the output. */
export function answerChoice(chosen: HTMLElement, storage: Storage): void {
  const prediction = chosen.closest<HTMLElement>(".lab-predict")!;
  const name = prediction.closest<HTMLElement>(".lab-snippet")!.dataset.snippet;
  const right = chosen.textContent === prediction.dataset.answer;
  for (const button of prediction.querySelectorAll("fieldset button")) {
    button.setAttribute("aria-pressed", String(button === chosen));
  }
  const opens = prediction.dataset.step
    ? "Go on with Next, and see why."
    : "The output is open now.";
  const asks = prediction.dataset.step ? opens : "The output is open now: can you see why?";
  prediction.querySelector("fieldset [role=status]")!.textContent = right
    ? `Right. ${opens}`
    : `Not this one. ${asks}`;
  storage.set(`lab:predicted:${name}`, right ? "right" : "wrong");
  prediction.querySelector("details")!.open = true;
}
