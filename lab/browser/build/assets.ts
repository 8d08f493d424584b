/**
 * Builds what the pages load to run Python: `node build/assets.ts SITE_PACKAGES`.
 *
 * Bundles the TypeScript, and packs the modules of the standard library, of the lab, of aiohttp, and
 * of Twisted what does without a reactor. What is packed is kept in `.cache/run/` by the content of
 * what it is made from.
 */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { loadPyodide, version } from "pyodide";

const here = import.meta.dirname;
const root = join(here, "../../..");
const pyodideFolder = join(here, "../node_modules/pyodide");
const target = join(root, "docs/assets/run");
const cache = join(root, ".cache/run");
const [sitePackages = ""] = process.argv.slice(2);

interface Archive {
  /** Folders and single modules: a package, and what it imports on Python 3.14. */
  packages: string[];
  /** Which of their modules, if not all. */
  keep?: (path: string) => boolean;
}

/** The modules of Twisted that `defer` and `task` import; the others need a reactor. */
const TWISTED_MODULES = new Set(
  `
    __init__ _version
    _threads/__init__ _threads/_convenience _threads/_ithreads _threads/_memory _threads/_pool
    _threads/_team _threads/_threadworker
    internet/__init__ internet/_baseprocess internet/_idna internet/_resolver internet/_signals
    internet/abstract internet/address internet/base internet/defer internet/error internet/fdesc
    internet/interfaces internet/main internet/process internet/protocol internet/task
    internet/threads
    python/__init__ python/_tzhelper python/compat python/components python/context python/deprecate
    python/failure python/filepath python/lockfile python/log python/reflect python/runtime
    python/threadable python/threadpool python/util python/versions python/win32
  `
    .trim()
    .split(/\s+/),
);

function isOfTwisted(path: string): boolean {
  const [, name] = /^twisted\/(.*)\.py$/.exec(path) ?? [];
  if (name) return TWISTED_MODULES.has(name) || /^logger\/[^/]*$/.test(name);
  return (
    !/\/(tests|common)\//.test(path) && (!path.startsWith("zope/") || path.includes("/interface/"))
  );
}

/** By archive, each loaded only by programs that import it: `lab/browser/worker/modules.py`. */
const ARCHIVES: Record<string, Archive> = {
  aio: {
    packages: [
      "aiohttp",
      "aiohappyeyeballs",
      "aiosignal",
      "attr",
      "attrs",
      "frozenlist",
      "idna",
      "multidict",
      "propcache",
      "yarl",
    ],
  },
  twisted: {
    packages: [
      "twisted",
      "attr",
      "attrs",
      "constantly",
      "incremental",
      "typing_extensions",
      "zope",
    ],
    keep: isOfTwisted,
  },
};
const AS_IS = ["pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs"];

type Files = Map<string, Uint8Array>;

function filesBelow(folder: string, keep: (name: string) => boolean, prefix = ""): Files {
  const found: Files = new Map();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, name);
    const slashed = name.replaceAll("\\", "/");
    if (keep(slashed) && statSync(path).isFile()) found.set(prefix + slashed, readFileSync(path));
  }
  return found;
}

function digest(...parts: (Files | Uint8Array | string)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    if (part instanceof Map) for (const [name, content] of part) hash.update(name).update(content);
    else hash.update(part);
  }
  return hash.digest("hex").slice(0, 12);
}

/** The rooms of the lab that run in the page; they import the standard library and each other. */
const SHIPPED = ["loop", "network", "trace", "programs", "browser/worker"];
/** Those that nothing needs before a program prints. */
const SHIPPED_LATER = ["timeline", "exercises"];

function labFiles(rooms: string[]): Files {
  const keep = new RegExp(`^(${rooms.join("|")})/[^/]*\\.py$`);
  return filesBelow(join(root, "lab"), (name) => keep.test(name), "lab/");
}

function labOnTop(): Files {
  return filesBelow(join(root, "lab"), (name) => /^(browser\/)?__init__\.py$/.test(name), "lab/");
}

/** `split.txt` names the packages that have modules in another archive, too. */
const splitLab: Files = new Map([["split.txt", new TextEncoder().encode("lab")]]);

/** A package as Python alone: all of these do without their compiled parts. */
function archiveFiles({ packages, keep }: Archive): Files {
  const found: Files = new Map();
  const isModule = (file: string) => file.endsWith(".py") && !file.startsWith(".hash");
  for (const name of packages) {
    const folder = join(sitePackages, name);
    const files = existsSync(folder)
      ? filesBelow(folder, isModule, `${name}/`)
      : new Map([[`${name}.py`, readFileSync(`${folder}.py`)]]);
    for (const [path, content] of files) if (keep?.(path) ?? true) found.set(path, content);
  }
  for (const info of readdirSync(sitePackages).sort()) {
    const [distribution = ""] = info.split("-");
    const isShipped = packages.some((name) => [name, `${name}_interface`].includes(distribution));
    if (!info.endsWith(".dist-info") || !isShipped) continue;
    const isTold = (file: string) => /^licenses\/|^(LICEN[CS]E|NOTICE|COPYING|METADATA)/.test(file);
    for (const [path, content] of filesBelow(join(sitePackages, info), isTold, `${info}/`)) {
      found.set(path, content);
    }
  }
  return found;
}

let started: Awaited<ReturnType<typeof loadPyodide>> | undefined;

/** Lets Python make zip files, unless the same were made before. */
async function packed(names: string[], key: string, inputs: Files, call: string): Promise<Files> {
  const folder = join(cache, key);
  if (!names.every((name) => existsSync(join(folder, name)))) {
    const env = { PYTHONNODEBUGRANGES: "1" };
    started ??= await loadPyodide({ indexURL: `${pyodideFolder}/`, env });
    const python = started;
    python.FS.mkdirTree("/in");
    for (const [name, content] of inputs) {
      const path = `/in/${key}/${name}`;
      python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      python.FS.writeFile(path, content);
    }
    python.runPython(readFileSync(join(here, "zips.py"), "utf8"));
    python.runPython(call);
    mkdirSync(folder, { recursive: true });
    for (const name of names) writeFileSync(join(folder, name), python.FS.readFile(`/${name}`));
  }
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

const recipe = readFileSync(join(here, "zips.py"));

async function pack(name: string, inputs: Files): Promise<Files> {
  const key = digest(version, recipe, inputs);
  const place = `/lib/site-packages/${name}.zip`;
  return packed(
    [`${name}.zip`],
    key,
    inputs,
    `pack_folder("/in/${key}", "/${name}.zip", "${place}")`,
  );
}

async function packStdlib(): Promise<Files> {
  const inputs: Files = new Map([
    ["stdlib.zip", readFileSync(join(pyodideFolder, "python_stdlib.zip"))],
  ]);
  const key = digest(version, recipe, inputs);
  return packed(
    ["core.zip", "rest.zip"],
    key,
    inputs,
    `pack_stdlib("/in/${key}/stdlib.zip", "/core.zip", "/rest.zip", "/lib/python314.zip")`,
  );
}

async function packArchives(): Promise<Files> {
  const found: Files = new Map();
  for (const [name, archive] of Object.entries(ARCHIVES)) {
    for (const [file, content] of await pack(name, archiveFiles(archive))) found.set(file, content);
  }
  return found;
}

/** The worker is in the folder of what it loads: all of it has one address for each content. */
async function python(): Promise<string> {
  const files: Files = new Map([
    ["worker.js", await bundledWorker()],
    ...AS_IS.map((name) => [name, readFileSync(join(pyodideFolder, name))] as const),
    ...(await packStdlib()),
    ...(await pack("lab", new Map([...labOnTop(), ...labFiles(SHIPPED)]))),
    ...(await pack("late", new Map([...splitLab, ...labFiles(SHIPPED_LATER)]))),
    ...(await packArchives()),
  ]);
  const folder = `py/${version}-${digest(files)}/`;
  if (!existsSync(join(target, folder))) {
    rmSync(join(target, "py"), { recursive: true, force: true });
    mkdirSync(join(target, folder), { recursive: true });
    for (const [name, content] of files) writeFileSync(join(target, folder, name), content);
  }
  return folder;
}

/** The version of Python that Pyodide is, e.g. 3.14.2. */
function pythonVersion(): string {
  const lock = readFileSync(join(pyodideFolder, "pyodide-lock.json"), "utf8");
  return (JSON.parse(lock) as { info: { python: string } }).info.python;
}

const SETTINGS = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  loader: { ".css": "text", ".py": "text" },
  define: { PYTHON: JSON.stringify(pythonVersion()) },
  logLevel: "warning",
} as const;

async function bundledWorker(): Promise<Uint8Array> {
  const entry = join(here, "../worker/worker.ts");
  const { outputFiles } = await build({ ...SETTINGS, entryPoints: [entry], write: false });
  return outputFiles[0]!.contents;
}

async function bundle(folder: string): Promise<void> {
  for (const name of existsSync(target) ? readdirSync(target) : []) {
    if (name.endsWith(".js")) rmSync(join(target, name)); // of a build before
  }
  await build({
    ...SETTINGS,
    entryPoints: ["page", "search", "service"].map((name) => join(here, `../page/${name}.ts`)),
    outdir: target,
    entryNames: "[name]",
    splitting: true,
    chunkNames: "[name]-[hash]",
    define: { ...SETTINGS.define, PY: JSON.stringify(folder) },
  });
}

/** What pages with a drawing need: the looks of all drawings, recorded or live. */
function styles(): void {
  cpSync(join(root, "lab/timeline/timeline.css"), join(target, "timeline.css"));
}

/** The licences of all that is shipped, beside it. */
function licences(): void {
  const folder = join(target, "licences");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(here, "../licences"), folder, { recursive: true });
  for (const [name, content] of Object.values(ARCHIVES).flatMap((a) => [...archiveFiles(a)])) {
    const [info = "", ...path] = name.split("/");
    const file = path.at(-1) ?? "";
    // That of llhttp is for compiled code, which is not shipped.
    if (!info.endsWith(".dist-info") || file === "METADATA" || name.includes("/vendor/")) continue;
    writeFileSync(
      join(folder, `${info.split("-")[0]}-${file.replace(/\.(md|txt)$/, "")}.txt`),
      content,
    );
  }
  const editor = join(here, "../node_modules/prism-code-editor/LICENSE");
  if (existsSync(editor)) cpSync(editor, join(folder, "prism-code-editor-LICENSE.txt"));
}

const folder = await python();
await bundle(folder);
styles();
licences();
for (const name of [
  ...readdirSync(target),
  ...readdirSync(join(target, folder)).map((n) => folder + n),
]) {
  const path = join(target, name);
  if (statSync(path).isFile()) console.log(relative(target, path), statSync(path).size);
}
