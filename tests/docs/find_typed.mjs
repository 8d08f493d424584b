/** Which entries the words of searches mean: reads `{entries, searches}` in JSON, writes a list. */

import { readFileSync } from "node:fs";
import { meant } from "../../lab/browser/page/typed.ts";

const { entries, searches } = JSON.parse(readFileSync(0, "utf8"));
const found = searches.map((words) => entries[meant(words, entries)]?.location ?? null);
process.stdout.write(JSON.stringify(found));
