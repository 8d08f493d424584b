/**
 * Which pages a page's script finds for texts: each line read is a JSON list of texts, each line
 * written a list of lists.
 */

import { createInterface } from "node:readline";
import { find } from "../../lab/browser/page/errors.ts";

for await (const line of createInterface({ input: process.stdin })) {
  const pages = JSON.parse(line).map((text) => find(text).map(({ page }) => page));
  process.stdout.write(JSON.stringify(pages) + "\n");
}
