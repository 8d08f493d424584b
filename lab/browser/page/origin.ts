/** Where a recording comes from: an address, or the text of a run in this page. */
export interface Origin {
  address?: string;
  text?: string;
  /** The program as it was when it ran. */
  source: string;
  /** What it is called when it is compared with another run. */
  name: string;
}

/** The run that the page was built with: in a file, or still in the page while the site is edited. */
export function recorded(button: HTMLElement, source: string, name: string): Origin {
  const address = button.dataset.steps;
  if (address) return { address, source, name };
  return { text: button.nextElementSibling!.textContent!, source, name };
}

/** Sent to a figure when what it shows of a run goes. */
export const CLEARED = "lab:cleared";
