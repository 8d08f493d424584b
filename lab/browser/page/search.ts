/**
 * Stands between a page and Material's search worker: loads the texts at the first search, so that a
 * page that is only read doesn't, and what puts the results in order (`ranking.ts`).
 * `lab/publish/search.py` has put it there.
 *
 * Material speaks to its worker in messages of four types.
 */

import type { Entry, Ranking, Score, Words } from "./ranking";

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];

interface Message {
  type: number;
  data?: unknown;
}

/** What Material's worker has found: an entry with its words marked. */
interface Hit extends Score {
  location: string;
}

/** What it found for a question: the hits of each page. */
interface Result {
  items: Hit[][];
  suggest?: string[];
}

/** What this file uses of a worker: the page's types don't know it. */
interface Scope {
  location: Location;
  postMessage(message: Message): void;
  importScripts(address: string): void;
  dispatchEvent(event: Event): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Message>) => void): void;
}

const scope = self as unknown as Scope;
const given = new URL(scope.location.href).searchParams;
/** Names of files, nothing else: an address can't make this worker load another site's script. */
const fileName = (key: string) => given.get(key)!.replace(/.*\//, "");

/** What the page has sent to set the search up, without texts. */
let setup: { docs: unknown[] };
let loaded: Promise<Ranking> | undefined;
/** The questions that Material's worker was asked and hasn't answered. */
const asked: string[] = [];

scope.addEventListener("message", (event) => {
  const message = event.data;
  if (!event.isTrusted) return; // sent on by us: Material's own listener hears it
  event.stopImmediatePropagation();
  if (message.type === SETUP) {
    setup = message.data as typeof setup;
    scope.postMessage({ type: READY });
  } else if (message.type === QUERY && message.data) {
    loaded ??= load();
    loaded.then(
      (ranking) => {
        const question = String(message.data);
        asked.push(question);
        sendOn({ type: QUERY, data: ranking.termsFor(question).join(" ") });
      },
      () => {
        loaded = undefined; // the next letter tries again
        scope.postMessage({ type: RESULT, data: { items: [] } });
      },
    );
  } else {
    scope.postMessage({ type: RESULT, data: { items: [] } });
  }
});

/** Fetch the texts, and let Material's worker make its index of them. */
async function load(): Promise<Ranking> {
  const texts = new URL(`../../search/${fileName("texts")}`, scope.location.href);
  const [{ Ranking: Order }, answer] = await Promise.all([import("./ranking"), fetch(texts)]);
  if (!answer.ok) throw new Error(`${texts}: ${answer.status}`);
  const { docs, words } = (await answer.json()) as { docs: Entry[]; words: Words };
  setup.docs = docs.map(({ asked = [], says = [], ...one }) => {
    const tags = [...asked, ...says];
    return tags.length > 0 ? { ...one, tags } : one;
  });
  scope.importScripts(`../javascripts/workers/${fileName("worker")}`);
  const ranking = new Order(docs, words);
  const post = scope.postMessage.bind(scope);
  await new Promise<void>((resolve) => {
    scope.postMessage = (message: Message) => {
      // The page was told before that the search is ready: now it is.
      if (message.type === READY) resolve();
      else post({ ...message, data: inOrder(message.data as Result, ranking) });
    };
    sendOn({ type: SETUP, data: setup });
  });
  return ranking;
}

/** How close to the best a section has to be, for its link to be shown without a click. */
const CLOSE = 0.8;
const SHOWN_SECTIONS = 2;

/** What was found, the best first: the pages, and the sections of each. */
function inOrder({ items }: Result, ranking: Ranking): Result {
  const question = asked.shift() ?? "";
  const scores = ranking.scores(question);
  const byScore = (one: Hit, other: Hit) => other.score - one.score;
  const pages = items.map((hits) =>
    hits
      .map((hit) => ({ ...hit, ...(scores.get(hit.location) ?? { score: 0, terms: {} }) }))
      .sort(byScore),
  );
  const completion = ranking.completion(question);
  return {
    items: pages.sort(([one], [other]) => byScore(one!, other!)).map(withSections),
    ...(completion !== undefined && { suggest: [completion] }),
  };
}

/**
 * Material shows the heading of the page, below it the sections that count as much as the first hit,
 * and the others when asked to. So the best sections get that score.
 */
function withSections(hits: Hit[]): Hit[] {
  const best = hits[0]!.score;
  const shown = hits
    .filter(({ location, score }) => location.includes("#") && score >= CLOSE * best)
    .slice(0, SHOWN_SECTIONS);
  return hits
    .map((hit) => (shown.includes(hit) ? { ...hit, score: best } : hit))
    .sort((one, other) => Number(shown.includes(other)) - Number(shown.includes(one)));
}

function sendOn(message: Message): void {
  scope.dispatchEvent(new MessageEvent("message", { data: message }));
}
