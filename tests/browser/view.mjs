/**
 * Writes as text what the stepper shows of recordings: `node view.mjs RECORDING SOURCE …` writes a line
 * of JSON for each pair. The lists are those of `panes.ts`; of the page's elements only the text is kept
 * that a screen reader reads.
 */
import { readFileSync } from "node:fs";
import { build } from "../../lab/browser/node_modules/esbuild/lib/main.js";

/** As much of an element as the lists use. */
class Element {
  classList = { toggle() {} };
  dataset = {};
  className = "";
  parts = [];
  constructor(name) {
    this.name = name;
  }
  setAttribute(name) {
    if (name === "aria-hidden") this.isHidden = true;
  }
  append(...parts) {
    for (const part of parts) if (part instanceof Element) part.parent = this;
    this.parts.push(...parts);
  }
  after(part) {
    const { parts } = this.parent;
    parts.splice(parts.indexOf(this) + 1, 0, part);
  }
  get innerText() {
    return this.isHidden ? "" : this.parts.map((part) => part.innerText ?? part).join("");
  }
  set textContent(text) {
    this.parts = [text];
  }
  querySelector(selector) {
    const matches = (one) => one.name === selector || `.${one.className}` === selector;
    return this.parts.find((part) => part instanceof Element && matches(part));
  }
}
globalThis.document = { createElement: (name) => new Element(name) };

const page = new URL("../../lab/browser/page/", import.meta.url).pathname;
const { outputFiles } = await build({
  stdin: {
    contents: ["steps/recording", "steps/panes", "yours/findings"]
      .map((name) => `export * from "./${name}";`)
      .join(""),
    resolveDir: page,
  },
  bundle: true,
  format: "esm",
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const { findingsOf, panes, Recording } = await import(`data:text/javascript;base64,${code}`);

/** The rows of a list, with those of the lists in it, each set in further than the one above it. */
function rows(element, depth = 0) {
  return element.parts.flatMap((part) => {
    if (part.name === "ul" || part.name === "ol") return rows(part, depth);
    if (part.name === "p") return [part.innerText];
    const own = new Element("li");
    const isList = ({ name }) => name === "ul";
    own.append(...part.parts.filter((one) => !isList(one)).flatMap((one) => [one, " "]));
    const text = own.innerText.replace(/\s+/g, " ").trim();
    const below = part.parts.filter(isList).flatMap((one) => rows(one, depth + 1));
    return [`${"  ".repeat(depth)}${text}`, ...below];
  });
}

function shown(recording, lines, moment) {
  const sentence = recording.sentence(moment);
  const state = recording.stateAt(moment);
  const lists = panes(recording, state, lines, recording.taskOf(moment));
  const line = recording.lineOf(moment);
  return {
    step: recording.stepOf(moment) + 1,
    time: recording.timeOf(moment),
    sentence,
    line: line ? `line ${line} ${lines[line - 1]?.trim() ?? ""}` : "",
    lists: Object.fromEntries(
      lists.map(({ parts: [title, ...parts] }) => [title.innerText, rows({ parts })]),
    ),
  };
}

const files = process.argv.slice(2);
for (let at = 0; at < files.length; at += 2) {
  const recording = Recording.read(readFileSync(files[at], "utf8"));
  const lines = readFileSync(files[at + 1], "utf8").split("\n");
  const moments = [...Array(recording.count).keys()];
  console.log(
    JSON.stringify({
      moments: moments.map((moment) => shown(recording, lines, moment)),
      findings: findingsOf(recording.trace).map(({ says }) => says),
    }),
  );
}
