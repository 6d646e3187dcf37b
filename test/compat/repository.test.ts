import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatPolynomial } from "../../core/repository/chunker/polynomial.ts";
import { addKey, listKeys, openKey, removeKey } from "../../core/repository/keys/key-store.ts";
import { initRepository } from "../../core/repository/open-repository.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import type { Store } from "../../core/storage/store.ts";
import { rejectsWith } from "../support/check-store.ts";
import { openEngine } from "../support/engine.ts";
import { hashSnapshotFiles } from "../support/read-snapshot.ts";
import { resticOn } from "../support/restic.ts";
import { lacksTool } from "../support/tools.ts";

/** Both format versions, made by either program, and several passwords set by either. */
const PASSWORD = "geheim \u{1f511} <&>";

describe.skipIf(lacksTool("restic"))("a repository", () => {
  let folder: string;
  let source: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "backstay-repository-"));
    source = join(folder, "source");
    mkdirSync(source);
    writeFileSync(join(source, "compressible"), "tide and time wait for no man\n".repeat(100_000));
    writeFileSync(join(source, "empty"), "");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([1, 2] as const)("of version %i that Backstay made is one to restic", async (version) => {
    const location = join(folder, `ours ${version}`);
    const restic = resticOn(location, PASSWORD);
    const engine = await openEngine({ location, password: PASSWORD, init: version });
    try {
      const { id, polynomial } = engine.repository;
      const config: unknown = JSON.parse(await restic.run("cat", "config"));
      expect(config).toEqual({ version, id, chunker_polynomial: formatPolynomial(polynomial) });
      const ours = await engine.backUp(source);
      await expectVersion(version, engine);
      const theirs = await restic.backUp("--force", source);
      expect(theirs.data_blobs).toBe(0);
      expect(await restic.run("check", "--read-data")).toContain("no errors were found");
      expect(await hashSnapshotFiles(engine, theirs.snapshot_id)).toEqual(
        await hashSnapshotFiles(engine, ours.snapshotId),
      );
    } finally {
      await engine.close();
    }
  });

  test.each([1, 2] as const)("of version %i that restic made is one to Backstay", async (version) => {
    const location = join(folder, `restic's ${version}`);
    const restic = resticOn(location, PASSWORD);
    await restic.run("init", "--repository-version", `${version}`);
    const theirs = await restic.backUp("--host", "elsewhere", source);
    const engine = await openEngine({ location, password: PASSWORD });
    try {
      expect(engine.repository.version).toBe(version);
      const ours = await engine.backUp(source);
      expect(ours.parent).toBeUndefined(); // another host's snapshot is no parent
      expect(ours.tally.dataBlobs).toBe(0);
      writeFileSync(join(source, `more ${version}`), "new in this version\n".repeat(10_000));
      const more = await engine.backUp(source);
      expect(more.tally).toMatchObject({ filesNew: 1, filesChanged: 0 });
      await expectVersion(version, engine);
      expect((await hashSnapshotFiles(engine, theirs.snapshot_id)).size).toBeGreaterThan(0);
      expect(await restic.run("check", "--read-data")).toContain("no errors were found");
    } finally {
      await engine.close();
    }
  });

  test("whose index is lost is rebuilt by restic from the headers of the packs", async () => {
    const location = join(folder, "without index");
    const engine = await openEngine({ location, password: PASSWORD, init: 2 });
    try {
      const { snapshotId } = await engine.backUp(source);
      const before = await hashSnapshotFiles(engine, snapshotId);
      rmSync(join(location, "index"), { recursive: true });
      mkdirSync(join(location, "index"));
      const restic = resticOn(location, PASSWORD);
      expect((await restic.attempt("check")).exitCode).toBe(1);
      await restic.run("rebuild-index");
      expect(await restic.run("check", "--read-data")).toContain("no errors were found");
      expect(await hashSnapshotFiles(engine, snapshotId)).toEqual(before);
    } finally {
      await engine.close();
    }
  });

  test("is opened by every password that either program added, and by no other", async () => {
    const location = join(folder, "keys");
    const restic = resticOn(location, "first");
    await restic.run("init");
    const passwordFile = join(folder, "second password");
    writeFileSync(passwordFile, "second");
    await restic.run("key", "add", "--new-password-file", passwordFile);
    const store = openLocalStore(location);
    const first = await openKey(store, "first");
    const second = await openKey(store, "second");
    expect(second.masterKey).toEqual(first.masterKey);
    expect(second.keyId).not.toBe(first.keyId);
    const third = await addKey(store, first.masterKey, "third");
    expect((await listKeys(store)).keys.map(({ id }) => id).sort()).toEqual(
      [first.keyId, second.keyId, third].sort(),
    );
    expect(await resticOn(location, "third").run("cat", "masterkey")).toBe(
      await restic.run("cat", "masterkey"),
    );
    await removeKey(store, second.keyId, first.keyId);
    expect(await resticOn(location, "second").attempt("cat", "config")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("wrong password or no key found"),
    });
    await rejectsWith("WRONG_PASSWORD", openKey(store, "second"));
  });

  test("made like another cuts, names and seals alike, so that packs may be copied as they are", async () => {
    const like = await openEngine({ location: join(folder, "pattern"), password: PASSWORD, init: 2 });
    const store = openLocalStore(join(folder, "replica"));
    try {
      await initRepository(store, { password: "its own", like: like.repository });
      await like.backUp(source);
      await copyFiles(like.repository.store, store);
      const restic = resticOn(store.location, "its own");
      expect(await restic.run("check", "--read-data")).toContain("no errors were found");
      expect((await restic.backUp("--force", source)).data_blobs).toBe(0);
    } finally {
      await like.close();
      await store.close();
    }
  });
});

/** Version 1 knows neither compressed blobs nor compressed documents; version 2 compresses what shrinks. */
async function expectVersion(version: 1 | 2, engine: Awaited<ReturnType<typeof openEngine>>): Promise<void> {
  const { repository, cache } = engine;
  const compressed = cache.database
    .prepare("SELECT count(*) FROM blobs WHERE uncompressed_length > 0")
    .pluck()
    .get();
  if (version === 1) expect(compressed).toBe(0);
  else expect(compressed).toBeGreaterThan(0);
  for (const kind of ["index", "snapshot"] as const) {
    const forms: string[] = [];
    for await (const { name } of repository.store.list(kind)) {
      const plain = repository.sealedBytes.open(await repository.store.read(kind, name));
      forms.push(plain?.[0] === 2 ? "compressed" : "plain");
    }
    expect([kind, ...new Set(forms)]).toEqual([kind, version === 1 ? "plain" : "compressed"]);
  }
}

async function copyFiles(from: Store, to: Store): Promise<void> {
  for (const kind of ["pack", "index", "snapshot"] as const) {
    for await (const { name } of from.list(kind)) await to.write(kind, name, await from.read(kind, name));
  }
}
