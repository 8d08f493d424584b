import type { Signal } from "../protocol";

/**
 * Blocks the worker without burning the processor. Memory of WebAssembly that is declared shared
 * may be waited on even where `SharedArrayBuffer` is hidden, so no header is needed.
 */
function sharedCell(): Int32Array | null {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return new Int32Array(memory.buffer);
  } catch {
    return null; // an old browser: then we have to burn
  }
}

const cell = sharedCell();

export function sleep(seconds: number): void {
  if (!(seconds > 0)) return;
  if (cell) {
    Atomics.wait(cell, 0, 0, Math.min(seconds, 86_400) * 1000);
    return;
  }
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end);
}

// Taken now: what a program can reach of them is changed later.
const later = setTimeout.bind(globalThis);
const cancel = clearTimeout.bind(globalThis);

let wake: (() => void) | null = null;
let heard: Signal[] = [];

/** Waits without blocking the worker; returns a signal that came, now or since the last wait. */
export async function listen(seconds: number): Promise<Signal | ""> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    wake = resolve;
    timer = later(resolve, heard.length ? 0 : seconds * 1000);
  });
  cancel(timer);
  wake = null;
  return heard.shift() ?? "";
}

/** A signal came: ends the wait. Between two waits it is kept, so that none is lost. */
export function hear(signal: Signal): void {
  if (!heard.includes(signal)) heard.push(signal); // as the operating system: one of each waits
  wake?.();
}

/** A new program begins: what came for the one before it is none of its own. */
export function forget(): void {
  heard = [];
}

interface Deferred {
  promise: Promise<void>;
  resolve: () => void;
}

/** How Python makes functions that can be suspended: see `stacks.py`. */
export const stacks = {
  /** Calls a function soon, on a stack of its own. It is kept until it has ended. */
  async spawn(call: { callPromising(): Promise<void> }): Promise<void> {
    await call.callPromising();
  },

  defer(): Deferred {
    let resolve = () => {};
    const promise = new Promise<void>((settle) => (resolve = settle));
    return { promise, resolve };
  },
};
