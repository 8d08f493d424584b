/** The worker of a page: starts Pyodide, shuts itself in, then runs programs. */
import device from "./device.py";
import type { loadPyodide, PyodideAPI } from "pyodide";
import { closeCompilers, closeGlobals, limitMemory, memory } from "./lockdown";
import { OutputQueue } from "./output";
import type { Done, RunRequest, Stream, ToPage, ToWorker } from "../protocol";
import { hideSuspendedFrames } from "./suspended";
import { forget, hear, listen, sleep, stacks } from "./wait";

/** Pyodide and the zip files are beside this file. */
const folder = new URL(".", import.meta.url).href;
const LIBRARY = "/lib/site-packages/";

// Taken now: they are gone when a program runs.
const fetching = fetch.bind(globalThis);
const { XMLHttpRequest } = globalThis;
const post: (message: ToPage) => void = postMessage.bind(globalThis);

const START = `
import sys, types
sys.path.append("${LIBRARY}lab.zip")
module = sys.modules["lab_device"] = types.ModuleType("lab_device")
exec(compile(device, "${LIBRARY}lab.zip/lab/browser/worker/device.py", "exec"), module.__dict__)
`;

const MOST_DRAWN = 1_000_000;

/** What is fetched when a program needs it, or when there is nothing else to do. */
const FETCHED_LATER = ["late.zip", "rest.zip", "aio.zip", "twisted.zip"];

/** Whether this browser can suspend WebAssembly (JSPI): then a program that waits hears signals. */
const interruptible = "Suspending" in WebAssembly && "promising" in WebAssembly;

const queue: RunRequest[] = [];
let busy = true;
addEventListener("message", (event) => {
  const message = (event as MessageEvent<ToWorker>).data;
  if (message.type === "run") {
    queue.push(message);
    void next();
  } else if (busy && current) {
    hear(message.signal);
    say("Interrupting");
  }
});

async function load(name: string): Promise<Response> {
  const response = await fetching(folder + name);
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return response;
}

const bytes = async (name: string) => new Uint8Array(await (await load(name)).arrayBuffer());

// All that Pyodide will ask for is asked for at once.
const OWN = ["pyodide.asm.wasm", "core.zip"];
const early = Object.fromEntries(OWN.map((name) => [name, load(name)]));
const lab = bytes("lab.zip");
const engine = import(`${folder}pyodide.asm.mjs`);

/** What Pyodide sees as `fetch` while it starts: only its own files. */
function fetchOwn(request: string | URL | Request): Promise<Response> {
  const url = String(request instanceof Request ? request.url : request);
  const name = url.slice(folder.length);
  const response = early[name];
  if (!url.startsWith(folder) || !OWN.includes(name)) {
    return Promise.reject(new TypeError(`closed: ${url}`));
  }
  delete early[name]; // it can be read once; Pyodide asks again if it could not use it
  return response ?? load(name);
}

interface Python {
  archives(source: string, checks: string): string;
  run: {
    (source: string, file: string, pace: string): string;
    callPromising(
      ...run: [...Parameters<Python["run"]>, typeof listen, typeof stacks]
    ): Promise<string>;
  };
  check(source: string, file: string, checks: string): string;
}

let output = new OutputQueue(() => {});
let current = 0;
let pending: string | null = null;
let lastDrawn = -Infinity;
let pyodide: PyodideAPI;
let python: Python;
let running: Promise<string> | null = null;

/** The archives of modules that were asked for. One that did not come is asked for again. */
const archives = new Map<string, Promise<void>>();

async function start(): Promise<void> {
  say("Loading Python");
  closeCompilers();
  limitMemory();
  if (interruptible) hideSuspendedFrames();
  globalThis.fetch = fetchOwn;
  const module = (await import(`${folder}pyodide.mjs`)) as { loadPyodide: typeof loadPyodide };
  await engine;
  pyodide = await module.loadPyodide({
    indexURL: folder,
    stdLibURL: `${folder}core.zip`,
    lockFileContents:
      '{"info":{"abi_version":"2026_0","arch":"wasm32","platform":"emscripten_5_0_3","python":"3.14.2"},"packages":{}}',
  });
  say("Starting Python");
  for (const stream of ["stdout", "stderr"] as const) {
    const options = { write: (chunk: Uint8Array) => written(stream, chunk) };
    if (stream === "stdout") pyodide.setStdout(options);
    else pyodide.setStderr(options);
  }
  pyodide.setStdin({ stdin: () => null }); // what reads it below Python finds it at its end
  makeDevice();
  pyodide.FS.mkdirTree(LIBRARY);
  pyodide.FS.writeFile(`${LIBRARY}lab.zip`, await lab);
  pyodide.globals.set("device", device);
  pyodide.runPython(START);
  python = pyodide.runPython(
    "from lab.browser.worker import run as _run; _run.start(); _run",
  ) as unknown as Python;
  closeGlobals();
  post({ type: "ready", interruptible });
  busy = false;
  void addZip("late.zip");
  void addZip("rest.zip");
  setTimeout(() => void warm().catch(() => {}), 100);
  void next();
}

function say(text: string): void {
  post({ type: "state", text });
}

function written(stream: Stream, chunk: Uint8Array): number {
  output.write(stream, chunk);
  return chunk.length;
}

/** The one thing that Python can reach of this worker: see `run.py`. */
function makeDevice(): void {
  const { FS } = pyodide;
  const decoder = new TextDecoder();
  const number = FS.makedev(30, 0);
  FS.registerDevice(number, {
    open() {},
    close() {},
    write(_stream: unknown, buffer: Uint8Array, offset: number, length: number) {
      const message = decoder.decode(buffer.slice(offset, offset + length));
      const text = message.slice(1);
      if (message[0] === "s") {
        output.flush();
        sleep(Number(text));
      } else if (message[0] === "t") {
        drawn(text);
      } else if (message[0] === "f") {
        fetchNow(text);
      }
      return length;
    },
  });
  FS.mkdev("/dev/lab", 0o666, number);
}

/** A program could draw without end; the page gets few drawings, and the last one. */
function drawn(html: string): void {
  if (html.length > MOST_DRAWN) return;
  output.flush();
  const now = performance.now();
  if (now - lastDrawn < 200) {
    pending = html;
    return;
  }
  lastDrawn = now;
  pending = null;
  post({ type: "timeline", run: current, html });
}

/** Makes the modules of an archive importable. If it does not come, an import will say so. */
function addZip(name: string): Promise<void> {
  const adding = archives.get(name) ?? fetchZip(name).catch(() => void archives.delete(name));
  archives.set(name, adding);
  return adding;
}

async function fetchZip(name: string): Promise<void> {
  const content = await bytes(name);
  // A program that waits lets this worker go on; what is importable must not change meanwhile.
  while (running) await running.catch(() => {});
  pyodide.FS.writeFile(LIBRARY + name, content);
  pyodide.runPython(`import lab.browser.worker.modules as m; m.add_zip("${LIBRARY}${name}")`);
}

/** Fetches an archive for an import in a program, which is blocked meanwhile. */
function fetchNow(name: string): void {
  if (!FETCHED_LATER.includes(name)) return;
  output.flush();
  if (name !== "late.zip") say("Loading modules"); // that one draws what is already running
  const request = new XMLHttpRequest();
  request.open("GET", folder + name, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    return; // the import says that it did not come
  }
  if (request.status !== 200) return;
  pyodide.FS.writeFile(LIBRARY + name, new Uint8Array(request.response as ArrayBuffer));
}

/** Imports what a run needs at its end, while there is nothing else to do. */
async function warm(): Promise<void> {
  await Promise.all(["late.zip", "rest.zip"].map(addZip));
  if (!busy) pyodide.runPython("import lab.timeline.drawing, lab.trace.perfetto");
}

async function next(): Promise<void> {
  const run = queue[0];
  if (busy || !run) return;
  busy = true;
  queue.shift();
  current = run.run;
  forget();
  try {
    await prepare(run);
    await execute(run);
  } catch (error) {
    post({ type: "failed", text: String(error).slice(0, 500) });
    return;
  }
  busy = false;
  void next();
}

async function prepare(run: RunRequest): Promise<void> {
  const needed = python.archives(run.source, run.checks).split(" ").filter(Boolean);
  if (needed.length === 0) return;
  say(needed.includes("aio.zip") ? "Loading aiohttp" : "Loading modules");
  await Promise.all(needed.map(addZip));
}

async function execute(run: RunRequest): Promise<void> {
  output = new OutputQueue((pieces) => post({ type: "output", run: run.run, pieces }));
  memory.isUsedUp = false;
  const began = performance.now();
  let result: Partial<Done> = {};
  try {
    result = JSON.parse(await call(run)) as Partial<Done>;
  } catch (error) {
    result = ended(error);
  }
  output.flush();
  if (pending !== null) post({ type: "timeline", run: current, html: pending });
  pending = null;
  post({
    type: "done",
    run: run.run,
    status: result.status ?? 1,
    seconds: (performance.now() - began) / 1000,
    error: result.error ?? null,
    capped: output.capped,
    reusable: result.reusable ?? false,
    checks: result.checks ?? [],
    trace: result.trace ?? "",
    perfetto: result.perfetto ?? "",
  });
}

/** Lets Python run a program, in a way that can be suspended if that is of use. */
async function call({ source, file, time, checks }: RunRequest): Promise<string> {
  if (checks) return python.check(source, file, checks);
  if (!interruptible) return python.run(source, file, time);
  running = python.run.callPromising(source, file, time, listen, stacks);
  try {
    return await running;
  } finally {
    running = null;
  }
}

/** Python itself came to its end: by `os._exit`, or the browser's stack or memory was used up. */
function ended(error: unknown): Partial<Done> {
  const exit = /^Exit: .*exit\((\d+)\)/.exec(String(error));
  if (exit) return { status: Number(exit[1]) };
  const words = fatal(error);
  output.write("stderr", new TextEncoder().encode(`${words}\n`));
  return { status: 1, error: { type: "Error", message: words, line: null, lines: [] } };
}

function fatal(error: unknown): string {
  if (error instanceof RangeError || /stack|recursion/i.test(String(error))) {
    return "The program called itself too deeply for this browser, and was ended.";
  }
  if (memory.isUsedUp) return "The program used up its memory, and was ended.";
  const why = String(error).trim().slice(-300).replace(/\.$/, "");
  return `Python stopped: ${why}. Run the program again; if it stops again, please report this.`;
}

start().catch((error: unknown) =>
  post({ type: "failed", text: String((error as Error).stack ?? error).slice(0, 900) }),
);
