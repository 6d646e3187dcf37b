import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asOrdinaryUser } from "../../../test/support/ordinary-user.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { makeScratch, removeScratch, roomForDrill, scratchFolders } from "./scratch.ts";

test("what nobody may write to is removed all the same, and what a link points to is not", async () => {
  const folder = await tempFolder();
  chmodSync(folder, 0o777);
  writeFileSync(join(folder, "kept"), "not of the drill");
  await asOrdinaryUser(async () => {
    const scratch = join(folder, "drills", "one");
    makeScratch(scratch);
    for (const name of ["closed", Buffer.from([0x63, 0xff])]) {
      const path = Buffer.concat([Buffer.from(`${scratch}/`), Buffer.from(name)]);
      mkdirSync(path);
      writeFileSync(Buffer.concat([path, Buffer.from("/file")]), "secret");
      chmodSync(path, 0o000);
    }
    symlinkSync(folder, join(scratch, "link"));
    removeScratch(scratch);
    expect(existsSync(scratch)).toBe(false);
  });
  expect(readdirSync(folder).sort()).toEqual(["drills", "kept"]);
  expect(scratchFolders(folder)).toEqual([]);
  expect(scratchFolders(join(folder, "none"))).toEqual([]);
});

test("a drill leaves room for others", async () => {
  const folder = await tempFolder();
  const room = await roomForDrill(join(folder, "not", "there"));
  expect(room).toBeGreaterThanOrEqual(0);
  expect(room).toBeLessThan(Number.POSITIVE_INFINITY);
});
