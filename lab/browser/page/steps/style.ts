/** The looks of the stepper and of what belongs to it: loaded with them. */

import style from "./stepper.css";

export function addStyle(): void {
  if (document.querySelector("style[data-lab-stepper]")) return;
  const sheet = document.createElement("style");
  sheet.dataset.labStepper = "";
  sheet.textContent = style;
  document.head.append(sheet);
}
