/** The one line that runs a figure's program on the reader's own machine. */

/** Copy that line; where the browser doesn't allow it, show it. */
export async function takeLine(button: HTMLElement): Promise<void> {
  const name = button.closest<HTMLElement>(".lab-snippet")!.dataset.snippet!;
  const line = `uv run ${new URL(`../../snippets/${name}`, import.meta.url)}`;
  const label = button.textContent;
  button.ariaLive = "polite";
  try {
    await navigator.clipboard.writeText(line);
    button.textContent = "copied";
    button.addEventListener("blur", () => (button.textContent = label), { once: true });
    button.addEventListener("pointerleave", () => (button.textContent = label), { once: true });
  } catch {
    button.textContent = line; // to be selected by hand
  }
}
