/** What comes first in the site's search: reads `{texts, typed}` in JSON, writes addresses. */
import { readFileSync } from "node:fs";
import { build } from "../../lab/browser/node_modules/esbuild/lib/main.js";

const { outputFiles } = await build({
  entryPoints: [new URL("../../lab/browser/page/ranking.ts", import.meta.url).pathname],
  bundle: true,
  format: "esm",
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const { Ranking } = await import(`data:text/javascript;base64,${code}`);

const { texts, typed } = JSON.parse(readFileSync(0, "utf8"));
const { docs, words } = JSON.parse(readFileSync(texts, "utf8"));
const ranking = new Ranking(docs, words);

const [PAGES, SECTIONS] = [2, 2];

/** The best sections of the best pages. */
function first(question) {
  const found = [...ranking.scores(question)].sort(([, one], [, other]) => other.score - one.score);
  const pages = Map.groupBy(found, ([location]) => location.split("#")[0]);
  const best = [...pages.values()].slice(0, PAGES);
  return best.flatMap((hits) => hits.slice(0, SECTIONS).map(([location]) => location));
}

process.stdout.write(JSON.stringify(typed.map(first)));
