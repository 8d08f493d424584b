/**
 * Runs the site's worker in a thread of Node that looks to it like a browser's worker.
 *
 * `node in_node.mjs WORKER.js` reads messages to the worker from standard input, one JSON value a
 * line, and writes what the worker answers to standard output, one a line. A `{"type": "restart"}`
 * puts a new worker in its place: that takes half of what another process would, since Pyodide stays
 * compiled while this one holds it.
 *
 * With LAB_LATE="a b" in the environment, file `a` comes after the worker has dealt with file `b`;
 * with LAB_LOST="a", file `a` never comes.
 *
 * The worker's clock is that of a machine with nothing else to do: it adds up what the worker's
 * thread has computed and how long it meant to sleep, so a busy machine changes no time that a
 * program sees, and nobody has to wait for a program that sleeps. LAB_CLOCK="wall" leaves the real
 * clock: a worker that can be suspended needs it.
 * Each answer carries `at`, when it was sent, and `slept`, how long the worker had slept by then.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";

const shim = `
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";

globalThis.self = globalThis;
globalThis.WorkerGlobalScope = class { static [Symbol.hasInstance]() { return true; } };
globalThis.importScripts = () => { throw new TypeError("a module worker"); };
globalThis.location = new URL(process.env.LAB_WORKER);
let slept = 0;
const { wait } = Atomics;
const jumps = process.env.LAB_CLOCK !== "wall";
Atomics.wait = (cell, index, value, milliseconds) => {
  const outcome = wait(cell, index, value, jumps && milliseconds < Infinity ? 0 : milliseconds);
  if (outcome === "timed-out") slept += milliseconds;
  return outcome;
};
const { threadCpuUsage } = process;
if (process.env.LAB_CLOCK !== "wall") {
  const began = Date.now();
  performance.now = () => {
    const { user, system } = threadCpuUsage();
    return (user + system) / 1000 + slept;
  };
  Date.now = () => began + Math.floor(performance.now());
}
globalThis.postMessage = (message) =>
  parentPort.postMessage({ ...message, at: performance.now() / 1000, slept: slept / 1000 });
globalThis.addEventListener = (type, listen) => {
  if (type === "message") parentPort.on("message", (data) => listen({ data }));
};
const outside = globalThis.fetch;
const Answer = globalThis.Response;
const [late, first] = (process.env.LAB_LATE ?? "").split(" ");
const lost = process.env.LAB_LOST;
let goOn;
const held = new Promise((resolve) => (goOn = resolve));
globalThis.fetch = async (url) => {
  if (!String(url).startsWith("file:")) return outside(url);
  if (lost && String(url).endsWith(lost)) throw new TypeError("no network");
  if (late && String(url).endsWith(late)) await held;
  if (first && String(url).endsWith(first)) setTimeout(goOn); // after all that hangs on this one
  const content = new Uint8Array(readFileSync(fileURLToPath(url)));
  if (String(url).endsWith(".wasm")) {
    return new Answer(content, { headers: { "content-type": "application/wasm" } });
  }
  return { ok: true, arrayBuffer: async () => content.buffer }; // Node's needs other globals
};
globalThis.XMLHttpRequest = class {
  open(_method, url) { this.url = url; }
  send() {
    if (lost && this.url.endsWith(lost)) throw new Error("no network");
    this.response = new Uint8Array(readFileSync(fileURLToPath(this.url))).buffer;
    this.status = 200;
  }
};
const worker = process.env.LAB_WORKER;
delete globalThis.process; // without it, Pyodide does as in a browser
await import(worker);
`;

const address = new URL(process.argv[2], `file://${process.cwd()}/`);
globalThis.held = await WebAssembly.compile(readFileSync(new URL("pyodide.asm.wasm", address)));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

function start() {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(shim)}`), {
    env: {
      LAB_CLOCK: process.env.LAB_CLOCK ?? "",
      LAB_LATE: process.env.LAB_LATE ?? "",
      LAB_LOST: process.env.LAB_LOST ?? "",
      LAB_WORKER: address.href,
    },
  });
  worker.on("message", say);
  worker.on("error", (error) => {
    say({ type: "failed", text: String(error?.stack ?? error).slice(0, 1000) });
    process.exit(1);
  });
  return worker;
}

let worker = start();
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.type === "restart") {
    worker.removeAllListeners();
    await worker.terminate();
    say({ type: "restarted" });
    worker = start();
  } else {
    worker.postMessage(message);
  }
}
await worker.terminate();
process.exit(0);
