import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadSnapshots } from "../../core/repository/snapshots/load-snapshots.ts";
import { type RestoreResult, runRestore } from "../../core/restore/run-restore.ts";
import { differencesOf, readTreeFacts, type TreeFacts } from "../support/compare-trees.ts";
import { type Engine, openEngine } from "../support/engine.ts";
import { FULL_NASTINESS, plantNastyTree } from "../support/nasty-tree.ts";
import { resticOn } from "../support/restic.ts";
import { lacks, lacksTool } from "../support/tools.ts";

/** Backstay restores the tree with every nasty case, as it backed it up itself and as restic did. */
const PASSWORD = "geheim";
const cannotRun =
  lacksTool("restic", "getfattr", "setfacl") ||
  lacks("root, to make devices and foreign owners", process.geteuid?.() === 0);

/** What restic 0.14 did not write down right, so that nobody can restore it. */
const NOT_IN_THE_SNAPSHOT = ['"links/bad target" linkTarget:', '"root/link of 65534" attributes:'];

describe.skipIf(cannotRun)("restoring a tree with every nasty case", () => {
  let folder: string;
  let source: string;
  let facts: TreeFacts;
  let engine: Engine;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "backstay-nasty-restore-"));
    source = join(folder, "source");
    plantNastyTree(source, { ...FULL_NASTINESS, attributesOnLinks: true });
    facts = await readTreeFacts(source);
    engine = await openEngine({ location: join(folder, "repository"), password: PASSWORD, init: 2 });
  });

  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function restore(snapshotId: string | undefined, target: string): Promise<RestoreResult> {
    const { repository, cache } = engine;
    const { snapshots } = await loadSnapshots(repository, cache);
    const snapshot = snapshots.find(({ id }) => snapshotId !== undefined && id.startsWith(snapshotId));
    if (snapshot === undefined) throw new Error(`there is no snapshot ${snapshotId}`);
    return runRestore(
      repository,
      cache,
      {
        snapshot,
        target: { folder: target },
        includes: [],
        excludes: [],
        conflict: "overwrite",
        verify: true,
      },
      { signal: new AbortController().signal, reportProgress: () => {} },
    );
  }

  test("what Backstay saved comes back as it was, to the last nanosecond", async () => {
    const { snapshotId } = await engine.backUp(source);
    const target = join(folder, "from ours");
    expect((await restore(snapshotId, target)).problems).toEqual([]);
    expect(differencesOf(facts, await readTreeFacts(join(target, source)))).toEqual([]);
    const again = await restore(snapshotId, target);
    expect(again.problems).toEqual([]);
    expect(differencesOf(facts, await readTreeFacts(join(target, source)))).toEqual([]);
    rmSync(target, { recursive: true });
  });

  test("what restic saved comes back as it was, but for what restic 0.14 cannot write down", async () => {
    const { snapshot_id } = await resticOn(join(folder, "repository"), PASSWORD).backUp("--force", source);
    const target = join(folder, "from restic's");
    expect((await restore(snapshot_id, target)).problems).toEqual([]);
    const differences = differencesOf(facts, await readTreeFacts(join(target, source)));
    expect(
      differences.filter((line) => !NOT_IN_THE_SNAPSHOT.some((limit) => line.startsWith(limit))),
    ).toEqual([]);
  });
});
