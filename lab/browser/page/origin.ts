/** Where a recording comes from: an address, or the text of a run in this page. */
export interface Origin {
  address?: string;
  text?: string;
  /** The program as it was when it ran. */
  source: string;
}

/** Sent to a figure when what it shows of a run goes. */
export const CLEARED = "lab:cleared";
