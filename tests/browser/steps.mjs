/**
 * Reads recordings as the page's stepper does: `node steps.mjs FILE…` writes one JSON list for each,
 * with what it shows at each moment. `node steps.mjs --differences FILE FILE` writes the sentence
 * about two of them, and `node steps.mjs --replay FILE…` the state in which each step begins.
 */
import { readFileSync } from "node:fs";
import { build } from "../../lab/browser/node_modules/esbuild/lib/main.js";

// Node would write the whole of the code above the message, more than a pipe takes at the end.
process.on("uncaughtException", ({ message }) => {
  console.error(message);
  process.exitCode = 1;
});

const folder = new URL("../../lab/browser/page/steps/", import.meta.url).pathname;
const { outputFiles } = await build({
  stdin: {
    contents: `export { Recording } from "./recording"; export { differences } from "./differences";`,
    resolveDir: folder,
  },
  bundle: true,
  format: "esm",
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const { differences, Recording } = await import(`data:text/javascript;base64,${code}`);

function shown(recording, moment) {
  const { now, ready, timers, things, since, tasks, printed } = recording.stateAt(moment);
  return {
    step: recording.stepOf(moment),
    time: recording.timeOf(moment),
    line: recording.lineOf(moment),
    sentence: recording.sentence(moment),
    now: now ? recording.label(now) : null,
    ready: ready.map(({ task, what }) => (task ? recording.label(task) : what)),
    timers: timers.map(({ when }) => when),
    things: Object.fromEntries([...things.values()].map((thing) => [thing.name, thing])),
    since: Object.fromEntries(
      [...things.values()].map(({ name, thing }) => [name, since.get(thing) ?? null]),
    ),
    states: Object.fromEntries(
      tasks.flatMap((task) => (task ? [[recording.label(task.number), task.state]] : [])),
    ),
    cancelled: tasks.flatMap((task) => (task?.cancel ? [recording.label(task.number)] : [])),
    printed,
  };
}

const [first, ...files] = process.argv.slice(2);
const read = (file) => Recording.read(readFileSync(file, "utf8"));

function begun(recording, step) {
  const moment = recording.momentOf(step);
  const { now, ready, timers, things, printed } = recording.stateAt(moment);
  return {
    now,
    ready: ready.map(({ task, what }) => task ?? what),
    timers: timers.map(({ timer }) => timer),
    things: [...things.values()],
    printed,
    sentence: recording.sentence(moment),
  };
}

// No `process.exit`: it would cut off what a pipe hasn't taken yet.
if (first === "--differences") {
  const [before, after] = files.map((file) => ({ recording: read(file), name: "This run" }));
  console.log(differences(before, after));
} else if (first === "--replay") {
  for (const file of files) {
    const recording = read(file);
    const steps = [...Array(recording.steps).keys()];
    console.log(JSON.stringify(steps.map((step) => begun(recording, step))));
  }
} else {
  for (const file of [first, ...files]) console.log(`[${moments(read(file), file)}]`);
}

function moments(recording, file) {
  const all = [...Array(recording.count).keys()];
  const forward = all.map((moment) => JSON.stringify(shown(recording, moment)));
  const back = all.toReversed().map((moment) => JSON.stringify(shown(recording, moment)));
  const same = back.toReversed().every((one, at) => one === forward[at]);
  if (!same) throw new Error(`${file}: going back shows something else than going on`);
  return forward;
}
