/**
 * Asks what a program will print, before its output is opened. The question, the choices and the
 * answer come with the page: they were taken from the program's recorded run.
 */

import type { Storage } from "./storage";

/** Put a question above a folded output. */
export function ask(prediction: HTMLElement, storage: Storage): void {
  const details = prediction.querySelector("details")!;
  const name = prediction.closest<HTMLElement>(".lab-snippet")!.dataset.snippet;
  const key = `lab:predicted:${name}`;
  details.querySelector("summary")!.textContent = "The output"; // the question is above it
  const { question, answer } = prediction.dataset;
  const choices = JSON.parse(prediction.dataset.choices!) as string[];

  const field = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = `Predict: ${question}`;
  const verdict = document.createElement("p");
  verdict.setAttribute("role", "status");
  const buttons = choices.map((choice) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = choice;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => choose(choice));
    return button;
  });
  field.append(legend, ...buttons, verdict);
  prediction.prepend(field);

  function choose(choice: string): void {
    const right = choice === answer;
    buttons.forEach((button) =>
      button.setAttribute("aria-pressed", String(button.textContent === choice)),
    );
    verdict.textContent = right
      ? "Right. The output is open now."
      : "Not this one. The output is open now: can you see why?";
    storage.set(key, right ? "right" : "wrong");
    details.open = true;
  }
}
