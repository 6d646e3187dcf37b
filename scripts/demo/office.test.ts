import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { makeOffice } from "./office.ts";
import { createRandom } from "./random.ts";

test("nothing in the office is younger than the moment that was lived through last", async () => {
  const root = await tempFolder();
  const random = createRandom(1);
  const beginMs = Date.parse("2026-03-01T08:00:00Z");
  const office = makeOffice(root, random, beginMs);
  const lastMs = beginMs + 6 * 86_400_000;
  for (let atMs = beginMs; atMs <= lastMs; atMs += 12 * 3_600_000) {
    office.work(random, atMs);
    office.endOfDay(random, atMs);
  }
  office.deleteArchive(lastMs);
  office.close();
  const young = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(root, name);
    return lstatSync(path).mtimeMs > lastMs;
  });
  expect(young).toEqual([]);
});
