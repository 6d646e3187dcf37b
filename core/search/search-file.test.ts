import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { removeSearchFile } from "./search-file.ts";

test("with the file goes all that SQLite keeps beside it: it names every file that was backed up", async () => {
  const folder = await tempFolder();
  const path = join(folder, "a.search.sqlite");
  for (const suffix of ["", "-journal", "-wal", "-shm"]) writeFileSync(path + suffix, "names");
  writeFileSync(join(folder, "b.search.sqlite"), "names");
  removeSearchFile(path);
  expect(readdirSync(folder)).toEqual(["b.search.sqlite"]);
});
