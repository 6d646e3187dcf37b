import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { createQuarantine } from "./quarantine.ts";

const named = (letter: string) => ({ kind: "pack" as const, name: letter.repeat(64) });

test("the newest are kept, no more than there may be, for nobody else to read", async () => {
  const folder = join(await tempFolder(), "quarantine");
  const keep = createQuarantine(folder, () => undefined, { files: 3, bytes: 100 });
  for (const letter of ["a", "b", "c", "d"]) await keep(named(letter), Buffer.from(letter.repeat(20)));
  const kept = () => readdirSync(folder).map((name) => name.slice(-1));
  expect(kept()).toHaveLength(3);
  expect(kept()).toContain("d");
  expect(readFileSync(join(folder, `pack-${"d".repeat(64)}`), "utf8")).toBe("d".repeat(20));
  expect(statSync(join(folder, `pack-${"d".repeat(64)}`)).mode & 0o077).toBe(0);
  await keep(named("e"), Buffer.alloc(90));
  expect(kept()).toEqual(["e"]);
  await keep(named("f"), Buffer.alloc(101)); // larger than all there may be
  expect(kept()).toEqual(["e"]);
});

test("what cannot be kept is told, and keeps nobody from mending", async () => {
  const folder = join(await tempFolder(), "a file");
  writeFileSync(folder, "");
  const failures: string[] = [];
  const keep = createQuarantine(folder, ({ message }) => failures.push(message));
  await keep(named("a"), Buffer.from("x"));
  expect(failures).toHaveLength(1);
});
