/** The playground: an editor that opens with the program of a link, and runs it only when told. */

import { program } from "./programs";
import { unpack } from "./share";

/** Open the playground that a figure holds. */
export async function openPlayground(figure: HTMLElement): Promise<void> {
  const found = program(figure);
  figure.querySelector(".lab-idea")!.textContent = "Your program";
  figure.querySelector(".lab-file")!.textContent = found.file;
  await show();
  addEventListener("hashchange", function changed() {
    if (figure.isConnected) void show();
    else removeEventListener("hashchange", changed);
  });

  async function show(): Promise<void> {
    const shared = await unpack(location.hash);
    if (shared && "code" in shared) {
      found.stop();
      await found.edit(shared.code);
      found.say("From a shared link: read it before you run it");
      return;
    }
    await found.edit(localStorage.getItem(found.key) ?? figure.dataset.copy!);
    if (shared) found.say(`This link can't be read: ${shared.problem}`);
  }
}
