/**
 * The playground: an editor for the reader's own program, and for those of shared links.
 *
 * The two are kept apart: what is changed in a shared program is kept under its link, and comes back
 * with it; the reader's own comes back without a link.
 */

import { PLAYGROUND } from "./program";
import { program } from "./programs";
import { holdsProgram, unpack } from "./share";

const OWN = `lab:edit:${PLAYGROUND}`;

/** The link that is open: instant navigation may replace the figure that shows it. */
let link = "";

/** The playground was left: the next time, it opens with what the address says. */
export function leavePlayground(): void {
  link = "";
}

/** Open the playground that a figure holds. */
export async function openPlayground(figure: HTMLElement): Promise<void> {
  const found = program(figure);
  const own = figure.dataset.copy!;
  const idea = figure.querySelector(".lab-idea")!;
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

  /** What this figure shows: a link's fragment; empty: the reader's own program; null: nothing yet. */
  let shown: string | null = null;
  const moved = window.location$?.subscribe(() => setTimeout(() => void follow()));
  addEventListener("hashchange", follow);
  await show();

  async function follow(): Promise<void> {
    if (figure.isConnected) return await show();
    moved?.unsubscribe();
    removeEventListener("hashchange", follow);
  }

  async function show(): Promise<void> {
    if (location.hash && !holdsProgram(location.hash)) {
      // A jump to a heading. The address goes on to hold the program, for a reload and for a copy.
      if (link) history.replaceState(history.state, "", link);
      else if (shown !== null) return;
    }
    const address = location.hash;
    if (address === shown) return;
    const shared = await unpack(address);
    if (location.hash !== address) return await show();
    const opens = shared !== null && "code" in shared;
    link = opens ? address : "";
    if (link !== shown) {
      shown = link;
      idea.textContent = !opens
        ? "Your program"
        : shared.isOurs
          ? "A program of this site"
          : "A shared program";
      notice.hidden = !opens;
      await found.open(opens ? `lab:link:${link}` : OWN, opens ? shared.code : own);
    }
    if (opens) found.say(shared.isOurs ? "" : "From a shared link: read it before you run it");
    else if (shared) found.say(`This link can't be read: ${shared.problem}`);
  }
}
