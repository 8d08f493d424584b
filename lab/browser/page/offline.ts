/**
 * Has the browser keep what is read, for a reader without a network. Where a browser has no service
 * workers or doesn't allow them, nothing is lost: the page works as before.
 */

import type { ToService } from "../protocol";

const container = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;
let hasRun = false;

/** Start the service worker, and tell it what this page has loaded. */
export async function keepForOffline(root: URL): Promise<void> {
  if (!container) return;
  // A worker that takes over from none, or from that of another build, has not seen this page.
  container.addEventListener("controllerchange", tell);
  try {
    const worker = new URL("service-worker.js", root);
    await container.register(worker, { updateViaCache: "none" });
    if (container.controller) tell();
  } catch {
    // Storage is blocked, or this is no secure context.
  }
}

function tell(): void {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  say({ type: "read", urls: [location.href, ...loaded] });
  if (hasRun) say({ type: "ran" });
}

/** A program was run: have all kept that it takes to run programs, unless each byte counts. */
export function keepRuntime(): void {
  if ((navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return;
  hasRun = true;
  say({ type: "ran" }); // each time: something may not have come before
}

function say(message: ToService): void {
  container?.controller?.postMessage(message);
}
