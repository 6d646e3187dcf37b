import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { expandGlob } from "./expand-glob.ts";

test("stars work within a component, in names with a dot too, and meet only what exists", async () => {
  const folder = await tempFolder();
  await mkdir(join(folder, "a/deep"), { recursive: true });
  await mkdir(join(folder, "b"));
  for (const name of ["a/one.txt", "a/.two.txt", "b/three.txt", "a/deep/four.txt", "star*"]) {
    await writeFile(join(folder, name), "");
  }
  await symlink("nowhere", join(folder, "dangling"));
  const found = async (pattern: string) =>
    (await expandGlob(`${folder}/${pattern}`)).map((path) => path.slice(folder.length + 1));
  expect(await found("*/*.txt")).toEqual(["a/.two.txt", "a/one.txt", "b/three.txt"]);
  expect(await found("[b-z]/th?ee.txt")).toEqual(["b/three.txt"]);
  expect(await found("*/deep/four.txt")).toEqual(["a/deep/four.txt"]);
  expect(await found(String.raw`star\*`)).toEqual(["star*"]);
  expect(await found("dangling")).toEqual(["dangling"]);
  expect(await found("missing")).toEqual([]);
  expect(await found("a/one.txt/*")).toEqual([]);
});

test("a pattern that is none is refused", async () => {
  await expect(expandGlob("/tmp/[a")).rejects.toThrow("PATTERN_INVALID");
});
