/**
 * Stands between a page and Material's search worker: loads the texts at the first search, so that a
 * page that is only read doesn't. `lab/publish/search.py` has put it there.
 *
 * Material speaks to its worker in messages of four types.
 */

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];

interface Message {
  type: number;
  data?: unknown;
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
let loaded: Promise<void> | undefined;

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
      () => sendOn(message),
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
async function load(): Promise<void> {
  const texts = new URL(`../../search/${fileName("texts")}`, scope.location.href);
  const answer = await fetch(texts);
  if (!answer.ok) throw new Error(`${texts}: ${answer.status}`);
  setup.docs = (await answer.json()) as unknown[];
  scope.importScripts(`../javascripts/workers/${fileName("worker")}`);
  const post = scope.postMessage.bind(scope);
  await new Promise<void>((resolve) => {
    // The page was told before that the search is ready: now it is.
    scope.postMessage = (message: Message) => {
      scope.postMessage = post;
      if (message.type === READY) resolve();
    };
    sendOn({ type: SETUP, data: setup });
  });
}

function sendOn(message: Message): void {
  scope.dispatchEvent(new MessageEvent("message", { data: message }));
}
