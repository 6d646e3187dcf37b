import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BackupResult } from "../../core/backup/make-snapshot.ts";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { differencesOf, readTreeFacts, type TreeFacts } from "../support/compare-trees.ts";
import { type Engine, openEngine, TEST_HOST } from "../support/engine.ts";
import { FULL_NASTINESS, isLimitOfRestic, plantNastyTree } from "../support/nasty-tree.ts";
import { readSnapshotFolders } from "../support/read-snapshot.ts";
import { type Restic, resticOn } from "../support/restic.ts";
import { lacks, lacksTool } from "../support/tools.ts";

/**
 * One tree with every nasty case, backed up by Backstay into one repository and by restic into another, then each by the
 * other as well.
 */
const PASSWORD = "geheim";

/** `/`, the temporary folder and the folder of this test hold other things too, and change at any time. */
const FOLDERS_ABOVE = 3;
/** From the source down to a link whose target is no text. */
const FOLDERS_TO_BAD_LINK = 2;

const cannotRun =
  lacksTool("restic", "getfattr", "setfacl") ||
  lacks("root, to make devices and foreign owners", process.geteuid?.() === 0);

describe.skipIf(cannotRun)("a tree with every nasty case", () => {
  let folder: string;
  let source: string;
  let facts: TreeFacts;
  let engine: Engine;
  let restic: Restic;
  let ours: BackupResult;
  let restored: TreeFacts;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "backstay-nasty-"));
    source = join(folder, "source");
    plantNastyTree(source, FULL_NASTINESS);
    facts = await readTreeFacts(source);
    const location = join(folder, "ours");
    engine = await openEngine({ location, password: PASSWORD, init: 2 });
    restic = resticOn(location, PASSWORD);
    ours = await engine.backUp(source);
  });

  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function restore(from: Restic, snapshotId: string | undefined, name: string): Promise<TreeFacts> {
    const target = join(folder, name);
    mkdirSync(target);
    try {
      await from.run("restore", snapshotId ?? "", "--target", target);
      return await readTreeFacts(join(target, source));
    } finally {
      rmSync(target, { recursive: true, force: true });
    }
  }

  test("is backed up without a problem, and every file is counted", () => {
    expect(ours.problems).toEqual([]);
    const files = [...facts.values()].filter(({ content }) => content !== "");
    expect(ours.tally.filesNew).toBe(files.length);
    expect(ours.tally.totalBytesProcessed).toBe(
      files.reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0),
    );
  });

  test("is found whole by restic's check, and its trees are the same text to both", async () => {
    expect(await restic.run("check", "--read-data")).toContain("no errors were found");
    const names = await readSnapshotFolders(engine, ours.snapshotId);
    const text = names.find(({ path }) => path === `${source}/names`)?.text ?? "";
    const id = createHash("sha256").update(text).digest("hex");
    expect(await restic.run("cat", "blob", id)).toBe(text);
  });

  test("is listed by restic, entry by entry", async () => {
    const snapshots: unknown = JSON.parse(await restic.run("snapshots", "--json"));
    expect(snapshots).toMatchObject([{ id: ours.snapshotId, paths: [source], hostname: TEST_HOST }]);
    const lines = (await restic.run("ls", "--json", ours.snapshotId ?? "")).trimEnd().split("\n");
    const listed = lines.map((line): unknown => JSON.parse(line)).flatMap(pathOf);
    const below = listed.filter((path) => path.startsWith(`${source}/`));
    const expected = [...facts.keys()]
      .filter((path) => path !== "")
      .map((path) => `${source}/${shownByJson(path)}`);
    // as sets, because a difference of ten thousand long lines is of no use
    const missing = new Set(expected).difference(new Set(below));
    expect({ missing: [...missing].slice(0, 5), count: below.length }).toEqual({
      missing: [],
      count: expected.length,
    });
  });

  test("is restored by restic as it was, but for what restic 0.14 cannot restore", async () => {
    restored = await restore(restic, ours.snapshotId, "restored");
    const differences = differencesOf(facts, restored);
    expect(differences.filter((line) => !isLimitOfRestic(line))).toEqual([]);
  });

  test("adds no blob when it is backed up again, with the cache or without", async () => {
    for (const again of [engine, await openEngine({ location: join(folder, "ours"), password: PASSWORD })]) {
      const { tally, parent } = await again.backUp(source);
      expect(parent).toBeDefined();
      expect(tally).toMatchObject({ dataBlobs: 0, filesNew: 0, filesChanged: 0 });
      expect(tally.treeBlobs).toBeLessThanOrEqual(FOLDERS_ABOVE);
      expect(tally.filesUnmodified).toBe(ours.tally.filesNew);
      if (again !== engine) await again.close();
    }
  });

  test("adds no data blob when restic backs it up too, and restic sees no difference", async () => {
    const summary = await restic.backUp("--force", "--host", TEST_HOST, source);
    expect(summary.data_blobs).toBe(0);
    const diff = await restic.run("diff", "--json", ours.snapshotId ?? "", summary.snapshot_id);
    const statistics = JSON.parse(diff.trimEnd().split("\n").at(-1) ?? "") as unknown;
    expect(statistics).toMatchObject({ changed_files: 0, added: { files: 0 }, removed: { files: 0 } });
    await expectSameTrees(engine, source, ours.snapshotId, summary.snapshot_id);
  });

  test("the other way round: restic's backup leaves nothing for Backstay to add", async () => {
    const location = join(folder, "restics");
    const other = resticOn(location, PASSWORD);
    await other.run("init");
    await cheapenKeys(location, PASSWORD);
    const theirs = await other.backUp("--host", TEST_HOST, source);
    const mine = await openEngine({ location, password: PASSWORD });
    try {
      const continued = await mine.backUp(source);
      expect(continued.parent?.startsWith(theirs.snapshot_id)).toBe(true);
      expect(continued.tally).toMatchObject({ dataBlobs: 0, filesChanged: 0, filesNew: 0 });
      // one link, whose target it cannot write down, is read again
      expect(continued.tally.treeBlobs).toBeLessThanOrEqual(FOLDERS_ABOVE + FOLDERS_TO_BAD_LINK);
      const full = await mine.backUp(source, { mode: "full" });
      expect(full.tally).toMatchObject({ dataBlobs: 0, filesNew: ours.tally.filesNew });
      await expectSameTrees(mine, source, full.snapshotId, theirs.snapshot_id);
      expect(await other.run("check")).toContain("no errors were found");
      const own = await restore(other, theirs.snapshot_id, "restored by restic alone");
      expect(differencesOf(own, restored)).toEqual([]);
    } finally {
      await mine.close();
    }
  });
});

/**
 * Compares the trees of the source, text by text. restic 0.14 writes `device_id` always and `linktarget_raw` never, so ids
 * of folders differ too; and the folders above the source hold other things, which change.
 */
async function expectSameTrees(
  engine: Engine,
  source: string,
  ours: string | undefined,
  theirs: string | undefined,
): Promise<void> {
  const treesOf = async (snapshotId: string | undefined) =>
    (await readSnapshotFolders(engine, snapshotId)).filter(({ path }) => path.startsWith(source));
  const expected = await treesOf(theirs);
  const actual = await treesOf(ours);
  expect(actual.map(({ path }) => path)).toEqual(expected.map(({ path }) => path));
  for (const [n, { path, text }] of actual.entries()) {
    // compared as a whole first: the tree of the crowd is too long to be printed
    const same = withoutLaterFields(text) === withoutLaterFields(expected[n]?.text ?? "");
    if (!same) expect(nodesOf(text), path).toEqual(nodesOf(expected[n]?.text ?? ""));
    expect(same, path).toBe(true);
  }
}

/** A quote inside a name is escaped, so these match fields only. */
function withoutLaterFields(tree: string): string {
  return tree.replaceAll(/"device_id":\d+,|,"linktarget_raw":"[^"]*"|,"subtree":"[0-9a-f]{64}"/g, "");
}

function nodesOf(tree: string): readonly string[] {
  return withoutLaterFields(tree).split('},{"name":');
}

function pathOf(line: unknown): readonly string[] {
  const isNode = typeof line === "object" && line !== null && "path" in line;
  return isNode && typeof line.path === "string" ? [line.path] : [];
}

/** UTF-8 as one character per byte; the group takes a byte that is not part of a character. */
const UTF8 =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is the definition of ASCII
  /[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|([\x80-\xff])/g;

/** Go writes U+FFFD into JSON for each byte that is not part of a character. */
function shownByJson(path: string): string {
  const replaced = path.replaceAll(UTF8, (match, broken?: string) =>
    broken === undefined ? match : "\xef\xbf\xbd",
  );
  return Buffer.from(replaced, "latin1").toString();
}
