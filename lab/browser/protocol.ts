/**
 * What the page and its workers say to each other. Both sides are checked against these types.
 *
 * The worker says `state` while it loads, then `ready` or `failed` once. After `ready` it takes one
 * `run` at a time and answers with `output` and `timeline`, then `done` once. The page ends a
 * program early by ending the worker. Numbers called seconds are real seconds.
 */

/** `real`: waiting takes as long as it says. `slow`: 5 times that. `skip`: no time at all. */
export type Time = "real" | "slow" | "skip";

export interface RunRequest {
  type: "run";
  /** Chosen by the page; comes back in each answer. */
  run: number;
  source: string;
  /** The name by which tracebacks call the program, e.g. `idea.py`. No folders. */
  file: string;
  time: Time;
  /** The checks of an exercise, to be made on the program: `checks.py`. Empty: run it, no more. */
  checks: string;
}

/** A signal that the page can send to a program: Ctrl-C, or what ends a service. */
export type Signal = "SIGINT" | "SIGTERM";

/**
 * A signal. Sent only to a worker that said it is `interruptible`. It reaches the program when all
 * of its tasks wait, if need be later: the worker says in a `state` that it has it. A computation
 * and `time.sleep` let nothing through until they end.
 */
export interface Interrupt {
  type: "interrupt";
  signal: Signal;
}

export type ToWorker = RunRequest | Interrupt;

/** What the worker is doing before it is ready, or before a program starts; in words. */
export interface State {
  type: "state";
  text: string;
}

export interface Ready {
  type: "ready";
  /** Whether this browser can deliver a signal to a running program (JSPI). */
  interruptible: boolean;
}

/** The worker could not start, or could not load what a program needs; it is of no more use. */
export interface Failed {
  type: "failed";
  text: string;
}

export type Stream = "stdout" | "stderr";

/** What was printed since the last message, in order. A piece need not be a whole line. */
export interface Output {
  type: "output";
  run: number;
  pieces: [stream: Stream, text: string][];
}

/**
 * The drawing of the run so far, by lab.timeline. Not to be trusted: a program shares the
 * interpreter with what draws it, and could forge this. The page lets in only elements and
 * attributes that a drawing has.
 */
export interface Timeline {
  type: "timeline";
  run: number;
  html: string;
}

export interface ProgramError {
  /** The exception's name, e.g. `ValueError`. */
  type: string;
  message: string;
  /** The innermost line of the program itself, counted from 1; null if it can't be told. */
  line: number | null;
  /** That line, and where each member of an exception group was raised; in order. */
  lines: number[];
}

/** How a check of an exercise ended; `passed` is null if it was not tried. */
export interface Outcome {
  name: string;
  passed: boolean | null;
  message: string;
}

export interface Done {
  type: "done";
  run: number;
  /** The exit status that `python FILE` would have. */
  status: number;
  seconds: number;
  error: ProgramError | null;
  /** Whether the program printed more than is shown. */
  capped: boolean;
  /** Whether this worker can take another `run`; if not, end it. */
  reusable: boolean;
  /** How the checks ended, in order; none if the program was only run. */
  checks: Outcome[];
  /** The recorded run, as JSON: lab.trace.data.Trace; empty if there is none. */
  trace: string;
  /** The same in Perfetto's trace-event format, as JSON; empty if there is none. */
  perfetto: string;
}

/** All of these but `type` and `run` come from where the program runs: check them, trust none. */
export type ToPage = State | Ready | Failed | Output | Timeline | Done;

/** Printing ends here: the rest is counted, but not sent. */
export const MOST_LINES = 10_000;
export const MOST_CHARACTERS = 250_000;

/** What a page tells the service worker: what it has loaded, and that a program was run. */
export type ToService = { type: "read"; urls: string[] } | { type: "ran" };
