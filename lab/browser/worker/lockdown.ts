/**
 * Takes from this worker what a program could reach the page or other hosts with: `fetch`,
 * `WebSocket`, `indexedDB`, `postMessage`... and the compiling of JavaScript from text. Python in
 * WebAssembly can do what JavaScript hands to it, and no more; so this holds whatever a program
 * finds inside of Python.
 */

/** What stays of the worker's globals. All else goes, known to us or not. */
const KEPT = new Set(
  `
    Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String
    Symbol Date Promise RegExp Error AggregateError EvalError RangeError ReferenceError
    SyntaxError TypeError URIError SuppressedError JSON Math Intl ArrayBuffer Atomics
    Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array
    Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView
    Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry
    decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval
    isFinite isNaN globalThis self SharedArrayBuffer WebAssembly console performance
    TextEncoder TextDecoder crypto setTimeout clearTimeout queueMicrotask constructor
    atob btoa structuredClone DOMException AbortController AbortSignal location
    EventTarget Event isSecureContext
  `
    .trim()
    .split(/\s+/),
);

const MOST_MEMORY = 512 * 2 ** 20;
const PAGE = 2 ** 16;

function refuse(): never {
  throw new TypeError("closed: a program in the page runs apart from it");
}

/** No JavaScript from text: no `eval`, no `Function`. To be called before Pyodide starts. */
export function closeCompilers(): void {
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const kind of kinds) {
    const prototype: object = Object.getPrototypeOf(kind);
    Object.defineProperty(prototype, "constructor", { value: refuse, writable: false });
  }
  const refusal = function () {
    refuse();
  };
  refusal.prototype = Function.prototype; // for `instanceof`
  define("Function", refusal);
  define("eval", refuse);
  const { setTimeout } = globalThis;
  define("setTimeout", (callback: unknown, ...rest: unknown[]) => {
    if (typeof callback !== "function") refuse();
    return Reflect.apply(setTimeout, globalThis, [callback, ...rest]) as unknown;
  });
}

/** Whether a program asked for more memory in vain, and has not got any since. */
export const memory = { isUsedUp: false };

/** So a program that takes more and more gets a `MemoryError`, and the tab lives. */
export function limitMemory(): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    memory.isUsedUp = true;
    if (this.buffer.byteLength + pages * PAGE > MOST_MEMORY) throw new RangeError("out of memory");
    const before = grow.call(this, pages);
    memory.isUsedUp = false;
    return before;
  };
}

/** No way out through a global. To be called when all is loaded. */
export function closeGlobals(): void {
  for (
    let at: object | null = globalThis;
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Reflect.ownKeys(at)) {
      if (typeof name === "string" && !KEPT.has(name) && !Reflect.deleteProperty(at, name)) {
        // Some constants can't be taken away, such as TEMPORARY; they lead nowhere.
        if (/function|object/.test(typeof Reflect.get(at, name))) define(name, undefined, at);
      }
    }
  }
}

function define(name: string, value: unknown, owner: object = globalThis): void {
  Reflect.defineProperty(owner, name, { value, writable: false, configurable: false });
}
