/**
 * Reads files as the page *Your program* does: `node own.mjs FILE…` writes a line of JSON for each.
 * `node own.mjs --jumps FILE…` writes how much of its log is replayed to reach moments here and there.
 * `node own.mjs --parsed FILE…` writes how many characters are parsed for the picture, and for all.
 */
import { readFileSync } from "node:fs";
import { build } from "../../lab/browser/node_modules/esbuild/lib/main.js";

const page = new URL("../../lab/browser/page/", import.meta.url).pathname;
const { outputFiles } = await build({
  stdin: {
    contents: ["yours/read", "yours/findings", "steps/recording"]
      .map((name) => `export * from "./${name}";`)
      .join(""),
    resolveDir: page,
  },
  bundle: true,
  format: "esm",
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const { readTrace, sentenceOf, findingsOf, Recording } = await import(
  `data:text/javascript;base64,${code}`
);

const JUMPS = 200;

/** How long the log is, and the most entries that a jump replays: there and back, near and far. */
function jumpsIn(recording) {
  const { count } = recording;
  let most = 0;
  for (let jump = 0; jump < JUMPS; jump++) {
    const before = recording.replayed;
    const moment = Math.floor(((jump * 0.618) % 1) * count);
    recording.sentence(moment);
    recording.stateAt(moment);
    most = Math.max(most, recording.replayed - before);
  }
  return { moments: count, most };
}

/** How many characters are parsed as JSON. */
function parsedIn(text) {
  const parse = JSON.parse;
  let parsed = 0;
  JSON.parse = (part) => {
    parsed += part.length;
    return parse(part);
  };
  const trace = readTrace(text);
  const picture = parsed;
  findingsOf(trace);
  const recording = new Recording(trace);
  JSON.parse = parse;
  return { text: text.length, picture, all: parsed, moments: recording.count };
}

const [first, ...others] = process.argv.slice(2);
if (first === "--jumps") {
  for (const file of others) {
    const recording = new Recording(readTrace(readFileSync(file, "utf8")));
    console.log(JSON.stringify(jumpsIn(recording)));
  }
} else if (first === "--parsed") {
  for (const file of others) console.log(JSON.stringify(parsedIn(readFileSync(file, "utf8"))));
} else {
  for (const file of [first, ...others]) console.log(JSON.stringify(found(file)));
}

function found(file) {
  try {
    const trace = readTrace(readFileSync(file, "utf8"));
    const findings = findingsOf(trace).map(({ says, page: leads }) => [says, leads]);
    const recording = new Recording(trace);
    const said = Array.from({ length: Math.min(recording.count, 60) }, (_, at) =>
      recording.sentence(at),
    );
    return { trace, findings, said };
  } catch (error) {
    return { error: sentenceOf(error) };
  }
}
