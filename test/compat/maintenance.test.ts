/** Check, prune, rebuild-index and stats beside the real restic, which makes the repositories and judges what is left of them. */
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openRepositoryCache } from "../../core/catalog/repository-cache.ts";
import { runCheck } from "../../core/repository/check/run-check.ts";
import { loadIndex } from "../../core/repository/index/load-index.ts";
import { openRepository } from "../../core/repository/open-repository.ts";
import { type PruneOptions, runPrune } from "../../core/repository/prune/run-prune.ts";
import { rebuildIndex } from "../../core/repository/rebuild/rebuild-index.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { loadSnapshots } from "../../core/repository/snapshots/load-snapshots.ts";
import { forgetSnapshots } from "../../core/repository/snapshots/remove-snapshots.ts";
import { repositoryStats } from "../../core/repository/stats/repository-stats.ts";
import type { StatsMode } from "../../core/repository/stats/stats-result.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { differencesOf, readTreeFacts } from "../support/compare-trees.ts";
import { noise } from "../support/nasty-tree.ts";
import { type Restic, resticOn } from "../support/restic.ts";
import { lacksTool } from "../support/tools.ts";

const PASSWORD = "geheim";
const MIB = 1024 * 1024;
const EVERYTHING: PruneOptions = { maxUnused: { kind: "bytes", bytes: 0 } };
const job = { signal: new AbortController().signal, reportProgress: () => undefined };

describe.skipIf(lacksTool("restic", "getfattr", "setfacl")).each([1, 2] as const)(
  "format version %i",
  (version) => {
    let folder: string;
    let source: string;
    let original: string;
    let opened: Repository;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "backstay-maintenance-"));
      source = join(folder, "source");
      original = join(folder, "original");
      const restic = resticOn(original, PASSWORD);
      await restic.run("init", "--repository-version", String(version));
      await cheapenKeys(original, PASSWORD);
      mkdirSync(join(source, "docs"), { recursive: true });
      writeFileSync(join(source, "large"), noise(1, 3 * MIB));
      writeFileSync(join(source, "text"), "All work and no play. ".repeat(50_000));
      writeFileSync(join(source, "docs", "same-text"), "All work and no play. ".repeat(50_000));
      writeFileSync(join(source, "docs", "empty"), "");
      linkSync(join(source, "large"), join(source, "docs", "large-too"));
      symlinkSync("docs", join(source, "link"));
      await restic.backUp(source);
      writeFileSync(join(source, "large"), noise(2, 3 * MIB));
      writeFileSync(join(source, "docs", "new"), noise(3, 1000));
      await restic.backUp(source);
      rmSync(join(source, "text"));
      await restic.backUp(source);
      opened = await openRepository(openLocalStore(original), PASSWORD);
    });

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** A copy of the repository to spoil and mend, and restic to look at it. */
    function copyRepository(): {
      readonly repository: Repository;
      readonly location: string;
      readonly restic: Restic;
    } {
      const location = mkdtempSync(join(folder, "copy-"));
      cpSync(original, location, { recursive: true });
      return {
        location,
        restic: resticOn(location, PASSWORD),
        repository: { ...opened, store: openLocalStore(location) },
      };
    }

    async function withCache<T>(
      work: (cache: ReturnType<typeof openRepositoryCache>) => Promise<T>,
    ): Promise<T> {
      const cache = openRepositoryCache(undefined, opened.id);
      try {
        return await work(cache);
      } finally {
        cache.close();
      }
    }

    async function expectRestored(restic: Restic): Promise<void> {
      const target = mkdtempSync(join(folder, "target-"));
      await restic.run("restore", "latest", "--target", target);
      expect(differencesOf(await readTreeFacts(source), await readTreeFacts(join(target, source)))).toEqual(
        [],
      );
    }

    test("check finds nothing wrong with what restic wrote", async () => {
      const result = await runCheck(opened, { readData: { kind: "all" } }, job);
      expect(result).toMatchObject({ problems: [], notes: [], snapshots: 3 });
      expect(result.packsRead).toBe(result.packs);
    });

    test("restic finds nothing wrong with what prune left, and restores it", async () => {
      const { repository, restic, location } = copyRepository();
      await withCache(async (cache) => {
        const { snapshots } = await loadSnapshots(repository, cache);
        await forgetSnapshots(
          repository,
          snapshots.slice(0, 2).map(({ id }) => id),
          job,
        );
        const { report } = await runPrune(repository, cache, EVERYTHING, job);
        expect(report.bytes.removeTotal).toBeGreaterThan(3 * MIB);
        expect(report.bytes.remainingUnused).toBe(0);
      });
      await restic.run("check", "--read-data");
      await expectRestored(restic);
      // restic in turn finds nothing that could still be removed
      expect(await restic.run("prune", "--max-unused", "0", "--dry-run")).toMatch(/to delete: +0 blobs/);
      rmSync(location, { recursive: true });
    });

    test("prune copes with packs that several index files name", async () => {
      const { repository, restic } = copyRepository();
      const indexFolder = join(original, "index");
      await restic.run("rebuild-index", "--read-all-packs");
      for (const name of readdirSync(indexFolder))
        cpSync(join(indexFolder, name), join(repository.store.location, "index", name));
      await withCache((cache) => runPrune(repository, cache, EVERYTHING, job));
      await restic.run("check", "--read-data");
    });

    test("rebuild-index mends a lost and a broken index to restic's satisfaction", async () => {
      const { repository, restic, location } = copyRepository();
      const [lost = "", broken = ""] = readdirSync(join(location, "index"));
      rmSync(join(location, "index", lost));
      rmSync(join(location, "index", broken));
      writeFileSync(join(location, "index", broken), "not an index");
      expect((await runCheck(repository, { readData: { kind: "none" } }, job)).suggestRebuildIndex).toBe(
        true,
      );
      await withCache((cache) => rebuildIndex(repository, cache, {}, job));
      expect((await runCheck(repository, { readData: { kind: "all" } }, job)).problems).toEqual([]);
      await restic.run("check", "--read-data");
      await expectRestored(restic);
    });

    test.each(["restore-size", "files-by-contents", "blobs-per-file", "raw-data"] as const)(
      "stats count in mode %s what restic counts",
      async (mode: StatsMode) => {
        const restic = resticOn(original, PASSWORD);
        const theirs = z
          .record(z.string(), z.number())
          .parse(JSON.parse(await restic.run("stats", "--json", "--mode", mode)));
        const ours = await withCache(async (cache) => {
          const { snapshots } = await loadSnapshots(opened, cache);
          return repositoryStats(await loadIndex(opened, cache), snapshots, mode, job);
        });
        expect(ours.snapshots_count).toBe(3);
        expect(ours).toMatchObject(
          Object.fromEntries(Object.entries(theirs).filter(([, value]) => value !== 0)),
        );
      },
    );
  },
);
