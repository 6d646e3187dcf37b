import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadSnapshots } from "../../core/repository/snapshots/load-snapshots.ts";
import { rejectsWith } from "../support/check-store.ts";
import { readTreeFacts } from "../support/compare-trees.ts";
import { type Engine, openEngine } from "../support/engine.ts";
import { hashSnapshotFiles } from "../support/read-snapshot.ts";
import { type Restic, resticOn } from "../support/restic.ts";
import { lacksTool } from "../support/tools.ts";

/** Repositories of other makers: their origins are in the README beside them. */
const FIXTURES = fileURLToPath(new URL("../fixtures/restic-repo", import.meta.url));

describe.skipIf(lacksTool("restic", "getfattr"))("a repository that others wrote", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "backstay-foreign-"));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function unpack(name: string, password: string): Promise<{ engine: Engine; restic: Restic }> {
    const home = join(folder, name);
    mkdirSync(home);
    execFileSync("tar", ["-xzf", join(FIXTURES, `${name}.tar.gz`), "-C", home, "--no-same-owner"]);
    const location = join(home, "repo");
    return { engine: await openEngine({ location, password }), restic: resticOn(location, password) };
  }

  test.each([
    { name: "small", password: "geheim", version: 1, files: [2, 2, 2, 3] },
    { name: "same-timestamps", password: "geheim", version: 1, files: [0, 0, 0] },
    { name: "default-layout", password: "geheim", version: 1, files: [1, 1, 1] },
    { name: "compressed", password: "restic", version: 2, files: [51, 50] },
  ])("$name: is read as restic reads it, and continued", async ({ name, password, version, files }) => {
    const { engine, restic } = await unpack(name, password);
    try {
      expect(engine.repository.version).toBe(version);
      const { snapshots, broken } = await loadSnapshots(engine.repository, engine.cache);
      expect(broken).toEqual([]);
      const counts: number[] = [];
      for (const { id } of snapshots) counts.push((await hashSnapshotFiles(engine, id)).size);
      expect(counts).toEqual(files);
      const last = snapshots.at(-1)?.id;
      const target = join(folder, name, "restored");
      await restic.run("restore", last ?? "", "--target", target);
      const facts = [...(await readTreeFacts(target))].filter(([, { content }]) => content !== "");
      const expected = new Map(facts.map(([path, { content }]) => [`/${path}`, content]));
      expect(await hashSnapshotFiles(engine, last)).toEqual(expected);

      writeFileSync(join(folder, name, "new file"), `continued after ${name}`);
      const { tally } = await engine.backUp(join(folder, name, "new file"));
      expect(tally.dataBlobs).toBe(1);
      expect(await restic.run("check", "--read-data")).toContain("no errors were found");
    } finally {
      await engine.close();
    }
  });

  test("index-missing: the snapshot whose blobs no index names is said to lack them, the other is whole", async () => {
    const { engine, restic } = await unpack("index-missing", "geheim");
    try {
      const { snapshots } = await loadSnapshots(engine.repository, engine.cache);
      const [first, second] = snapshots;
      await rejectsWith("BLOB_MISSING", hashSnapshotFiles(engine, first?.id));
      expect((await hashSnapshotFiles(engine, second?.id)).size).toBe(1);
      expect((await restic.attempt("check")).stderr).toContain("not found in repository"); // it agrees
    } finally {
      await engine.close();
    }
  });
});
