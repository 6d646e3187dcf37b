import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { makeDemoFolder } from "./demo-folder.ts";

test("a demo takes the plain name when it is free, and never what is somebody else's", async () => {
  const parent = await tempFolder();
  expect(await makeDemoFolder(parent)).toBe(join(parent, "hansen"));
  expect(await makeDemoFolder(parent)).toMatch(/\/hansen-\w{6}$/);

  const other = await tempFolder();
  writeFileSync(join(other, "hansen"), "a file");
  expect(await makeDemoFolder(other)).toMatch(/\/hansen-\w{6}$/);
});
