/**
 * Reads files as the page *Your program* does: `node own.mjs FILE…` writes a line of JSON for each.
 */
import { readFileSync } from "node:fs";
import { build } from "../../lab/browser/node_modules/esbuild/lib/main.js";

const page = new URL("../../lab/browser/page/", import.meta.url).pathname;
const { outputFiles } = await build({
  stdin: {
    contents: ["yours/labtrace", "yours/findings", "steps/recording"]
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

for (const file of process.argv.slice(2)) {
  try {
    const trace = readTrace(readFileSync(file, "utf8"));
    const findings = findingsOf(trace).map(({ says, page: leads }) => [says, leads]);
    const recording = new Recording(trace);
    const said = Array.from({ length: Math.min(recording.count, 60) }, (_, at) =>
      recording.sentence(at),
    );
    console.log(JSON.stringify({ trace, findings, said }));
  } catch (error) {
    console.log(JSON.stringify({ error: sentenceOf(error) }));
  }
}
