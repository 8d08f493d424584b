/**
 * Workers that run Python: one may run a program while another is ready. They outlive a change of
 * page by Material's instant navigation, because this module does.
 */

import type { RunRequest, Signal, ToPage, ToWorker } from "../protocol";

/** The folder of the worker and of all that it loads, e.g. `py/314.0.7-0a1b2c3d/`. Set by the build. */
declare const PY: string;

/** Where a worker that says nothing is given up. Slow networks need long. */
const PATIENCE = 60_000;

export class Runner {
  /** Settles when the worker can take a program; tells whether Ctrl-C can reach it. */
  readonly ready: Promise<boolean>;
  /** Gets what the worker says about the program, and while it loads. */
  listener: (message: ToPage) => void = () => {};

  private readonly worker: Worker;
  private fail!: (reason: Error) => void;
  private isReady = false;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private said = "Loading Python";

  constructor() {
    this.worker = new Worker(new URL(`${PY}worker.js`, import.meta.url), { type: "module" });
    this.ready = new Promise((resolve, reject) => {
      this.fail = (reason) => {
        this.end();
        reject(reason);
      };
      this.worker.onmessage = ({ data }: MessageEvent<ToPage>) => {
        this.watch();
        if (data.type === "ready") {
          this.isReady = true;
          clearTimeout(this.watchdog);
          resolve(data.interruptible);
        } else if (data.type === "failed") {
          if (this.isReady) this.listener(data); // no code waits for `ready` any more
          this.fail(new Error(data.text));
        } else {
          if (data.type === "state") this.said = data.text;
          this.listener(data);
        }
      };
    });
    this.ready.catch(() => {}); // the caller that runs a program hears of it
    this.worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || "its files could not be loaded";
      if (this.isReady) this.listener({ type: "failed", text: reason });
      this.fail(new Error(reason));
    };
    this.watch();
  }

  /** What it is doing, for one who begins to wait. */
  get state(): string {
    return this.said;
  }

  run(run: RunRequest): void {
    this.worker.postMessage(run);
  }

  interrupt(signal: Signal = "SIGINT"): void {
    this.worker.postMessage({ type: "interrupt", signal } satisfies ToWorker);
  }

  end(): void {
    clearTimeout(this.watchdog);
    this.worker.terminate();
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    if (this.isReady) return;
    this.watchdog = setTimeout(() => this.fail(new Error("it does not answer")), PATIENCE);
  }
}

let standby: Runner | null = null;

/** Have a worker ready. */
export function warm(): void {
  if (standby) return;
  const runner = (standby = new Runner());
  runner.ready.catch(() => {
    if (standby === runner) standby = null;
  });
}

/** Take the worker that is ready, or a new one. */
export function take(): Runner {
  const runner = standby ?? new Runner();
  standby = null;
  return runner;
}

/** Give back a worker whose program has ended cleanly: it is ready, a newer one may not be. */
export function giveBack(runner: Runner): void {
  standby?.end();
  standby = runner;
}

/** Whether this machine can afford a second worker while the first one runs. */
export function canAffordTwo(): boolean {
  const memory = (navigator as { deviceMemory?: number }).deviceMemory ?? 8;
  return memory > 2 && !matchMedia("(pointer: coarse)").matches;
}
