/** Which pages a page's script finds for texts: reads a JSON list of texts, writes a list of lists. */

import { readFileSync } from "node:fs";
import { find } from "../../lab/browser/page/errors.ts";

const texts = JSON.parse(readFileSync(0, "utf8"));
const pages = texts.map((text) => find(text).map(({ page }) => page));
process.stdout.write(JSON.stringify(pages));
