/** Files of a repository, each kind damaged in every way: the error names the file, and nothing else is lost. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { acquireLock } from "../../core/repository/lock/lock.ts";
import { removeLocks } from "../../core/repository/lock/lock-list.ts";
import { openRepository } from "../../core/repository/open-repository.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { type MemoryStore, openMemoryStore } from "../../core/storage/memory.ts";
import type { FileKind } from "../../core/storage/store.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import { listed } from "../support/check-store.ts";
import {
  checkAll,
  expectCheckFindsNothing,
  expectReadable,
  expectResticFindsNothingIn,
} from "../support/crash-judge.ts";
import {
  backUp,
  CRASH_PASSWORD,
  completed,
  initCrashRepository,
  rebuild,
  reopenIn,
} from "../support/crash-repository.ts";
import { type Contents, contentsOf, writeSources } from "../support/crash-sources.ts";
import {
  CUTS,
  type Damage,
  damageFile,
  EVERY_DAMAGE,
  FLIPS,
  flipped,
  LONGER,
} from "../support/fault-damage.ts";
import { lacksTool } from "../support/tools.ts";

const lacksRestic = lacksTool("restic");

/** What each snapshot added to the repository; they share nothing. */
type Part = {
  readonly source: string;
  readonly snapshot: SnapshotId;
  readonly contents: Contents;
  readonly files: ReadonlyMap<FileKind, readonly string[]>;
};

async function twoSnapshots(folder: string) {
  const store = openMemoryStore();
  const repository = await initCrashRepository(store);
  const parts: Part[] = [];
  for (const name of ["kept", "damaged"]) {
    const source = join(folder, name);
    await writeSources(source, name, [1.5, 0.3]);
    const before = await namesIn(store);
    const snapshot = completed(await backUp(repository, { sources: [source], threads: 1 }));
    const after = await namesIn(store);
    const files = new Map([...after].map(([kind, names]) => [kind, without(names, before.get(kind))]));
    parts.push({ source, snapshot, contents: await contentsOf(source), files });
  }
  const [kept, damaged] = parts;
  if (kept === undefined || damaged === undefined) throw new Error("two snapshots were to be made");
  return { store, repository, kept, damaged };
}

async function namesIn(store: MemoryStore) {
  const names = new Map<FileKind, readonly string[]>();
  for (const kind of ["snapshot", "index", "pack"] as const)
    names.set(
      kind,
      (await listed(store, kind)).toSorted((a, b) => b.sizeBytes - a.sizeBytes).map(({ name }) => name),
    );
  return names;
}

function without(names: readonly string[], others: readonly string[] = []): readonly string[] {
  return names.filter((name) => !others.includes(name));
}

/**
 * Backs up again, after the index was rebuilt without what is damaged, and expects nothing to be left of the damage.
 *
 * @param lost what the damaged pack held. Data comes back from the sources; trees do too, but for those of the folders above
 * the sources, whose times have changed since, so that the old snapshot has to go
 */
async function expectHealed(
  left: Repository & { store: MemoryStore },
  lost: "data" | "trees",
): Promise<void> {
  const { source, snapshot, contents } = scene.damaged;
  const next = completed(await backUp(left, { sources: [source] }));
  await expectReadable(left, new Map([...keptOnly, [next, contents]]));
  if (lost === "data") await expectReadable(left, both);
  else await left.store.remove("snapshot", snapshot);
  await expectCheckFindsNothing(left);
}

const folder = await mkdtemp(join(tmpdir(), "backstay-damage-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const scene = await twoSnapshots(folder);
const keptOnly = new Map([[scene.kept.snapshot, scene.kept.contents]]);
const both = new Map([...keptOnly, [scene.damaged.snapshot, scene.damaged.contents]]);

/** A copy of the repository in which one file that only the second snapshot needs is damaged. */
async function damagedCopy(kind: "snapshot" | "index" | "pack", damage: Damage, which = 0) {
  const left = reopenIn(scene.store.copy(), scene.repository);
  const name = scene.damaged.files.get(kind)?.[which];
  if (name === undefined) throw new Error(`the second backup wrote no ${kind} ${which}`);
  await damageFile(left.store, kind, name, damage);
  return { left, name };
}

test("the repository is sound before anything is done to it", async () => {
  await expectReadable(scene.repository, both);
  await expectCheckFindsNothing(scene.repository);
});

describe("a damaged config", () => {
  test.each(EVERY_DAMAGE)("is named when the repository is opened: $how", async (damage) => {
    const store = scene.store.copy();
    await damageFile(store, "config", "config", damage);
    const named = { code: "OBJECT_CORRUPT", details: { kind: "config" } };
    await expect(openRepository(store, CRASH_PASSWORD)).rejects.toMatchObject(named);
  });
});

describe("a damaged key", () => {
  test("opens nothing, and is not taken for a wrong password, wherever a bit is flipped", async () => {
    const [key] = await listed(scene.store, "key");
    if (key === undefined) throw new Error("there is no key");
    for (let at = 0; at < key.sizeBytes; at += 7) {
      const store = scene.store.copy();
      await damageFile(
        store,
        "key",
        key.name,
        flipped("", () => at),
      );
      const failure = await openRepository(store, CRASH_PASSWORD).catch((error: unknown) => error);
      if (!(failure instanceof Error)) continue; // the bit was in a name or a date, which nothing depends on
      const { code } = failure as Error & { code?: string };
      expect(["OBJECT_CORRUPT", "KEY_PARAMETERS_ABSURD"], `byte ${at}: ${failure}`).toContain(code);
      expect(failure.message, `byte ${at}`).toContain(key.name);
    }
  });

  test.each(CUTS)("is named: $how", async (damage) => {
    const store = scene.store.copy();
    const [key] = await listed(store, "key");
    await damageFile(store, "key", key?.name ?? "", damage);
    const named = { code: "OBJECT_CORRUPT", details: { kind: "key", name: key?.name } };
    await expect(openRepository(store, CRASH_PASSWORD)).rejects.toMatchObject(named);
  });
});

describe("a damaged snapshot", () => {
  test.each(EVERY_DAMAGE)("is named by the check, and hides no other and no backup: $how", async (damage) => {
    const { left, name } = await damagedCopy("snapshot", damage);
    const { problems } = await checkAll(left);
    expect(problems).toEqual([expect.objectContaining({ code: "snapshot-broken", snapshotId: name })]);
    await expectReadable(left, keptOnly);
    const next = completed(await backUp(left, { sources: [scene.damaged.source] }));
    await expectReadable(left, new Map([...keptOnly, [next, scene.damaged.contents]]));
  });
});

describe("a damaged index", () => {
  test.each(EVERY_DAMAGE)("is named, and made anew: $how", async (damage) => {
    const { left, name } = await damagedCopy("index", damage);
    const named = { code: "OBJECT_CORRUPT", details: { kind: "index", name } };
    await expect(backUp(left, { sources: [scene.kept.source] })).rejects.toMatchObject(named);
    const { problems, suggestRebuildIndex } = await checkAll(left);
    expect(problems).toContainEqual(expect.objectContaining({ code: "index-broken", indexId: name }));
    expect(suggestRebuildIndex).toBe(true);

    await rebuild(left);
    await expectHealed(left, "data");
    if (!lacksRestic && (damage === LONGER || damage === CUTS[3]))
      await expectResticFindsNothingIn(left.store);
  });
});

describe("a damaged pack", () => {
  const packs = [
    { which: 0, holds: "data" },
    { which: 1, holds: "trees" },
  ] as const;
  const LENGTHS = [0, 0x10_0000, 0xffff_ffff].map(
    (length): Damage => ({
      how: `whose header claims to be ${length} bytes long`,
      apply(bytes) {
        const changed = new Uint8Array(bytes);
        new DataView(changed.buffer).setUint32(changed.length - 4, length, true);
        return changed;
      },
    }),
  );

  test.each([...FLIPS, ...LENGTHS].flatMap((damage) => packs.map((pack) => ({ ...damage, ...pack }))))(
    "is named by the check, and spoils no other snapshot: $holds $how",
    async (damage) => {
      const { left, name } = await damagedCopy("pack", damage, damage.which);
      const { problems, brokenPacks } = await checkAll(left);
      expect(problems).not.toEqual([]);
      expect(brokenPacks).toEqual([name]);
      await expectReadable(left, keptOnly);
      await rebuild(left, { readAllPacks: true });
      await expectReadable(left, keptOnly);
    },
  );

  test.each([...CUTS, LONGER].flatMap((damage) => packs.map((pack) => ({ ...damage, ...pack }))))(
    "of another length is left out of a new index, and its blobs are stored again: $holds $how",
    async (damage) => {
      const { left, name } = await damagedCopy("pack", damage, damage.which);
      const { problems, brokenPacks } = await checkAll(left);
      expect(problems).toContainEqual(expect.objectContaining({ code: "pack-size-wrong", packId: name }));
      expect(brokenPacks).toEqual([name]);
      await expectReadable(left, keptOnly);
      const { problems: leftOut } = await rebuild(left);
      expect(leftOut).toEqual([expect.objectContaining({ packId: name })]);
      await expectHealed(left, damage.holds);
      if (!lacksRestic && damage.how === CUTS[3]?.how) await expectResticFindsNothingIn(left.store);
    },
  );

  test.each(packs)(
    "that is lost is forgotten by a new index, and its blobs are stored again: $holds",
    async ({ which, holds }) => {
      const name = scene.damaged.files.get("pack")?.[which] ?? "";
      const left = reopenIn(scene.store.copy(), scene.repository);
      await left.store.remove("pack", name);
      const { problems } = await checkAll(left);
      expect(problems).toContainEqual(expect.objectContaining({ code: "pack-missing", packId: name }));
      expect((await rebuild(left)).packsForgotten).toEqual([name]);
      await expectHealed(left, holds);
      if (!lacksRestic) await expectResticFindsNothingIn(left.store);
    },
  );
});

describe("a damaged lock", () => {
  test.each([...FLIPS.slice(0, 2), ...CUTS.slice(0, 2), LONGER])(
    "keeps everybody out until a person removes it, and is named: $how",
    async (damage) => {
      const left = reopenIn(scene.store.copy(), scene.repository);
      const lock = await acquireLock(left, { exclusive: false });
      const [file] = await listed(left.store, "lock");
      const lockId = file?.name ?? "";
      await damageFile(left.store, "lock", lockId, damage);
      const refused = { code: "REPOSITORY_LOCKED", details: { lockId } };
      await expect(backUp(left, { sources: [scene.kept.source] })).rejects.toMatchObject(refused);
      expect(await removeLocks(left, { all: false, nowMs: Date.now() })).toEqual({
        removed: [],
        damagedLeft: [lockId],
      });
      const all = await removeLocks(left, { all: true, nowMs: Date.now() });
      expect(all).toEqual({ removed: [lockId], damagedLeft: [] });
      await lock.release();
      completed(await backUp(left, { sources: [scene.kept.source] }));
    },
  );
});
