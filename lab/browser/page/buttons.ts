/** The buttons that are of use only once a program has been run or edited. */

/** Add them to a bar, hidden. */
export function addLaterButtons(bar: HTMLElement, file: string): void {
  const add = (before: string, action: string, words: string) => {
    const earlier = bar.querySelector<HTMLElement>(`[data-action="${before}"]`)!;
    const button = earlier.cloneNode() as HTMLElement;
    button.dataset.action = action;
    button.ariaLabel = `${words} ${file}`;
    button.textContent = words;
    button.hidden = true;
    earlier.after(button);
  };
  add("run", "stop", "Stop");
  add("stop", "interrupt", "Ctrl-C");
  add("interrupt", "terminate", "SIGTERM");
  add("edit", "reset", "Reset");
}
