/** The buttons below a program. */

/** Write a button as HTML. */
export function button(action: string, words: string, name: string, hidden = false): string {
  return (
    `<button type="button" data-action="${action}" aria-label="${words} ${name}"` +
    `${hidden ? " hidden" : ""}>${words}</button>`
  );
}

/** Add the buttons that are of use only once a program has been run or edited. */
export function addLaterButtons(bar: Element, name: string): void {
  const after = (action: string, html: string) =>
    bar.querySelector(`[data-action="${action}"]`)!.insertAdjacentHTML("afterend", html);
  after(
    "run",
    button("stop", "Stop", name, true) +
      button("interrupt", "Ctrl-C", name, true) +
      button("terminate", "SIGTERM", name, true),
  );
  after("edit", button("reset", "Reset", name, true) + button("copy", "Copy", name, true));
}
