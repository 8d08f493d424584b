/**
 * The service worker: shows what was read, and runs programs, without a network.
 *
 * `lab/publish/offline.py` puts it in the root of the site, below a line that says which build of
 * the site it belongs to. Versions are never mixed, for three reasons:
 *
 * - The address of a script or a style sheet names its content, so a page gets those that it was
 *   built with, from the network or from here. Nothing else is taken from here first.
 * - Each build has a cache of its own, named by its hash. A page is put into it only if the page
 *   says that it is of this build.
 * - A new build's worker fetches in its own version all that the reader had in the old one. Only if
 *   all of it came does it take over, and the old cache goes.
 *
 * Written by hand: workbox-build (349 packages) fills a cache with a list for everyone, or at run
 * time by rules, and has nothing for what a reader had of the build before.
 */

import type { ToService } from "../protocol";

/** What the publish step says of the build. */
declare const BUILD: {
  /** The hash of all of it. */
  id: string;
  /** What each page needs, and what is shown instead of a page that isn't kept. */
  always: string[];
  /** What it takes to run programs. */
  runtime: string[];
  /** All files whose address names their content. */
  named: string[];
};

/** What this file uses of a service worker: the page's types don't know it. */
interface LaterEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LaterEvent {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: LaterEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(
    type: "message",
    listener: (event: LaterEvent & { data: ToService }) => void,
  ): void;
}

const scope = self as unknown as Scope;
const root = scope.registration.scope;
/** One origin may have several sites: https://name.github.io/one/ and /two/. */
const OURS = `lab ${root} `;
const CACHE = OURS + BUILD.id;
const INSTEAD = `${root}offline.html`;
/** The page may be here already when the network is as good as gone. In milliseconds. */
const PATIENCE = 5_000;

/** Whether the address names the content: also that of another build of this site. */
function isNamed(url: string): boolean {
  return /\/assets\/run\/py\/|\/assets\/.*[.-](?:[0-9a-f]{8,}|[0-9A-Z]{8})\.|\/texts-\w+\.json/.test(
    url,
  );
}

/** An address without the part that names the content. */
function family(url: string): string {
  return url
    .replace(/\?.*/, "")
    .replace(/(?<=\/py\/)[^/]+/, "")
    .replace(/(?<=[.-])(?:[0-9a-f]{8,}|[0-9A-Z]{8})(?=\.)/, "");
}

/** Under which address something is kept. A page's query marks words in it, and changes nothing. */
function key(address: string): string {
  const url = new URL(address);
  url.hash = "";
  if (!isNamed(url.href)) url.search = "";
  return url.href;
}

function isPage(response: Response): boolean {
  return response.headers.get("Content-Type")?.startsWith("text/html") ?? false;
}

/** Keep an answer, unless it is of another build or comes from elsewhere. */
async function keep(url: string, response: Response): Promise<boolean> {
  if (response.status !== 200 || response.redirected || response.type !== "basic") return false;
  if (isPage(response)) {
    const stamp = `name="build" content="${BUILD.id}"`;
    if (!(await response.clone().text()).includes(stamp)) return false;
  }
  // The next build may have taken over, and removed the cache: it must not come back.
  if (!(await caches.has(CACHE))) return false;
  await (await caches.open(CACHE)).put(key(url), response);
  return true;
}

/** Fetch and keep what isn't kept yet. */
async function keepAll(urls: Iterable<string>): Promise<void> {
  const wanted = [...new Set([...urls].filter((url) => url.startsWith(root)).map(key))];
  await Promise.all(
    wanted.map(async (url) => {
      if (!(await find(url))) await keep(url, await fetch(url));
    }),
  );
}

function find(url: string): Promise<Response | undefined> {
  return caches.match(url, { cacheName: CACHE });
}

const own = (names: string[]) => names.map((name) => root + name);

/** Fetch, in this build's version, what a reader needs and what they had. */
async function install(): Promise<void> {
  await caches.open(CACHE);
  const before = await earlier();
  const had = before.flatMap(({ requests }) => requests.map(({ url }) => url));
  const families = new Set(had.filter(isNamed).map(family));
  const wanted = new Set([
    ...own(BUILD.always),
    ...own(BUILD.named).filter((url) => families.has(family(url))),
    ...(had.some((url) => url.includes("/assets/run/py/")) ? own(BUILD.runtime) : []),
    ...had.filter((url) => !isNamed(url)),
  ]);
  const always = new Set(own(BUILD.always));
  for (const url of wanted) {
    const same = isNamed(url) ? await caches.match(url) : undefined;
    // Past the browser's own cache, in which a page of the old build may still be.
    const response = same ?? (await fetch(url, { cache: "no-cache" }));
    const kept = await keep(url, response);
    const isGone = response.status === 404 && !always.has(url);
    if (!kept && !isGone) throw new Error(`${url} is not of this build, or did not come`);
  }
  await scope.skipWaiting();
}

/** The caches of other builds, and what is in them. */
async function earlier(): Promise<{ name: string; requests: readonly Request[] }[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  return Promise.all(
    names.map(async (name) => ({ name, requests: await (await caches.open(name)).keys() })),
  );
}

async function activate(): Promise<void> {
  for (const { name } of await earlier()) await caches.delete(name);
  await scope.registration.navigationPreload?.enable();
  await scope.clients.claim();
}

async function answer(event: FetchEvent): Promise<Response> {
  const { request } = event;
  // A browser that can't read its storage is one that has kept nothing.
  const kept = await find(key(request.url)).catch(() => undefined);
  if (kept && isNamed(request.url)) return kept;
  const fetched = fromNetwork(event);
  try {
    return await (kept ? Promise.race([fetched, later(kept)]) : fetched);
  } catch (error) {
    if (kept) return kept;
    const instead = request.mode === "navigate" ? await caches.match(INSTEAD) : undefined;
    if (instead) return instead;
    throw error;
  }
}

async function fromNetwork(event: FetchEvent): Promise<Response> {
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  event.waitUntil(keep(event.request.url, response.clone()).catch(() => {})); // storage is full
  return response;
}

function later(kept: Response): Promise<Response> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
}

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("message", (event) => {
  const { data } = event;
  const wanted = data.type === "read" ? data.urls : own(BUILD.runtime);
  event.waitUntil(keepAll(wanted).catch(() => {})); // no network, or storage is full
});
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(root) && !request.headers.has("Range")) {
    event.respondWith(answer(event));
  }
});
