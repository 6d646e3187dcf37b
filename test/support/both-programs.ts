/** Backstay and restic in turn on one repository, wherever it is kept. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { differencesOf, readTreeFacts } from "./compare-trees.ts";
import { noise } from "./nasty-tree.ts";
import type { Restic } from "./restic.ts";

const MIB = 1024 * 1024;

export type BothPrograms = {
  /** For what is restored. */
  readonly folder: string;
  readonly source: string;
  /** Runs a command of Backstay's that must succeed without a word of complaint. @returns what it printed */
  readonly ours: (...words: string[]) => Promise<string>;
  readonly restic: Restic;
};

/** @returns a folder in `folder` to back up: a few bytes, and enough for some packs */
export async function plantSource(folder: string): Promise<string> {
  const source = join(folder, "source");
  await mkdir(join(source, "sub"), { recursive: true });
  await writeFile(join(source, "a.txt"), "first\n");
  await writeFile(join(source, "sub/large"), noise(1, 40 * MIB));
  return source;
}

/** Each program finds whole, restores and goes on with what the other one wrote. @param office its repository is empty */
export async function expectBothGoOn({ folder, source, ours, restic }: BothPrograms): Promise<void> {
  await ours("backup", source);
  const first = await readTreeFacts(source);
  expect(await restic.run("check", "--read-data")).toContain("no errors were found");
  await restic.run("restore", "latest", "--target", join(folder, "by-restic"));
  expect(differencesOf(first, await readTreeFacts(join(folder, "by-restic", source)))).toEqual([]);

  await writeFile(join(source, "sub/more"), noise(2, 20 * MIB));
  await restic.backUp(source);
  const second = await readTreeFacts(source);
  await ours("restore", "latest", "--target", join(folder, "by-us"));
  expect(differencesOf(second, await readTreeFacts(join(folder, "by-us", source)))).toEqual([]);
  await ours("check", "--read-data");
  await ours("forget", "--keep-last", "1", "--prune");
  expect(await restic.run("check", "--read-data")).toContain("no errors were found");
  expect(JSON.parse(await ours("snapshots", "--json"))).toHaveLength(1);
}
