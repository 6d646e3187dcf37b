import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { onDiskOf } from "./disk-of.ts";

const MEMORY = "/dev/shm";
const hasMemory = process.platform === "linux" && statSync(MEMORY, { throwIfNoEntry: false }) !== undefined;

test.skipIf(!hasMemory)("tells which folders share a disk with one that is still to be made", async () => {
  const folder = await tempFolder();
  const other = await tempFolder();
  const place = join(folder, "still", "to be made");
  expect(await onDiskOf(place, [other, MEMORY, join(MEMORY, "nothing")])).toEqual([other]);
  expect(await onDiskOf(join(MEMORY, "place"), [other, MEMORY])).toEqual([MEMORY]);
  expect(await onDiskOf(place, [])).toEqual([]);
});
