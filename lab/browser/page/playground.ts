/**
 * The playground: an editor for the reader's own program, and for those of shared links.
 *
 * The two are kept apart: what is changed in a shared program is kept under its link, and comes back
 * with it; the reader's own comes back without a link.
 */

import { PLAYGROUND } from "./program";
import { program } from "./programs";
import { PREFIX, unpack } from "./share";

const OWN = `lab:edit:${PLAYGROUND}`;

declare global {
  interface Window {
    /** Material's instant navigation: each change of the address, also those without an event. */
    location$?: { subscribe(listener: () => void): { unsubscribe(): void } };
  }
}

/** Open the playground that a figure holds. */
export async function openPlayground(figure: HTMLElement): Promise<void> {
  const found = program(figure);
  const own = figure.dataset.copy!;
  const idea = figure.querySelector(".lab-idea")!;
  figure.querySelector(".lab-file")!.textContent = found.file;
  const notice = document.createElement("p");
  notice.className = "lab-notice";
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = "Back to my program";
  back.addEventListener("click", () => {
    history.pushState(null, "", location.pathname + location.search);
    void show().then(() => found.code.focus());
  });
  notice.append("Your own program is kept as you left it. ", back);
  figure.querySelector("figcaption")!.after(notice);

  /** The fragment of the link that is shown; empty: the reader's own program is. */
  let link: string | null = null;
  await show();
  const moved = window.location$?.subscribe(() => setTimeout(() => void follow()));
  addEventListener("hashchange", follow);

  async function follow(): Promise<void> {
    if (figure.isConnected) return await show();
    moved?.unsubscribe();
    removeEventListener("hashchange", follow);
  }

  async function show(): Promise<void> {
    const fragment = location.hash;
    if (fragment === link) return;
    if (link !== null && fragment && !fragment.startsWith(PREFIX)) {
      // A jump to a heading. The address goes on to hold the program, for a reload and for a copy.
      if (link) history.replaceState(history.state, "", link);
      return;
    }
    const shared = await unpack(fragment);
    if (location.hash !== fragment) return;
    const opens = shared !== null && "code" in shared;
    if (!opens && link === "") {
      if (shared) found.say(`This link can't be read: ${shared.problem}`);
      return;
    }
    link = opens ? fragment : "";
    idea.textContent = opens ? "A shared program" : "Your program";
    notice.hidden = !opens;
    await found.open(opens ? `lab:link:${fragment}` : OWN, opens ? shared.code : own);
    if (opens) found.say("From a shared link: read it before you run it");
    else if (shared) found.say(`This link can't be read: ${shared.problem}`);
  }
}
