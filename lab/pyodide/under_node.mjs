/**
 * Runs snippets in Pyodide, under Node, one after the other in the same interpreter.
 *
 * `node under_node.mjs PYODIDE SITE_PACKAGES` reads from each line of standard input the name of a
 * function of `inside.py` and, after a space, the path of a snippet. It writes what the function
 * answers to standard output: a line of JSON.
 */
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, sitePackages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: `${folder}/` });
const { FS } = python;
const OUTSIDE = "/outside"; // the machine's own files, seen from inside
FS.mkdirTree(OUTSIDE);
FS.mount(FS.filesystems.NODEFS, { root: "/" }, OUTSIDE);
python.globals.set("CODE", OUTSIDE + join(import.meta.dirname, "../.."));
python.globals.set("PACKAGES", OUTSIDE + sitePackages);
const inside = python.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, CODE)
sys.path.append(PACKAGES)  # for aiohttp, which does without its compiled parts
import lab.pyodide.inside as module
module
`);
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...path] = line.split(" ");
  try {
    process.stdout.write(`${inside[name](OUTSIDE + path.join(" "))}\n`);
  } catch (error) {
    console.error(String(error).slice(0, 1000));
    process.exit(1);
  }
}
