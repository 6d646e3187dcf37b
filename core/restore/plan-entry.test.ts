import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createBlobPlaces } from "../catalog/blob-places.ts";
import { joinRawPath, type RawPath, rawPathFromText } from "../platform/raw-path.ts";
import { createBlobLocator } from "./locate-blobs.ts";
import { createEntryPlanner } from "./plan-entry.ts";
import type { RestoreFolder } from "./restore-folder.ts";
import { handMade, MTIME_NS, SNAPSHOT_TIME } from "./testing/hand-made.ts";
import type { WalkEntry } from "./walk-snapshot.ts";

const FILES = 500;

test("files kept beside those of a large folder are planned without a look at all of them for each", async () => {
  const target = await tempFolder();
  const made = handMade();
  const node = await made.file("any", "", { content: [], mtimeNs: MTIME_NS });
  let namesRead = 0;
  const siblings = Array.from({ length: FILES }, (_, n): WalkEntry => {
    const name = rawPathFromText(`${n}.txt`);
    return {
      ...{ node, path: joinRawPath("/" as RawPath, name) },
      get name() {
        namesRead += 1;
        return name;
      },
    };
  });
  mkdirSync(join(target, "folder"));
  for (let n = 0; n < FILES; n += 1) writeFileSync(join(target, "folder", `${n}.txt`), "mine");
  const place = rawPathFromText(join(target, "folder"));
  const folder = { place, path: "/" as RawPath, state: "existing" } as RestoreFolder;
  const locator = createBlobLocator(createBlobPlaces(made.cache.database));
  const planner = createEntryPlanner(locator, "keep-both", SNAPSHOT_TIME);
  const names = siblings.map((entry) => {
    const planned = planner.file({ ...entry, folder, siblings });
    return planned.kind === "write" ? planned.file.place.finalPath : planned.kind;
  });
  expect(names[7]).toBe(joinRawPath(place, "7 (restored 2024-05-01 10-20-30).txt" as RawPath));
  expect(new Set(names).size).toBe(FILES);
  expect(namesRead).toBeLessThan(10 * FILES);
});
