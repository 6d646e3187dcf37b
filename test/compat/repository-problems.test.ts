import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BackupResult } from "../../core/backup/make-snapshot.ts";
import { type Engine, openEngine } from "../support/engine.ts";
import { beforeWrite } from "../support/fault-trigger.ts";
import { noise } from "../support/nasty-tree.ts";
import { asOrdinaryUser } from "../support/ordinary-user.ts";
import { hashSnapshotFiles } from "../support/read-snapshot.ts";
import { resticOn } from "../support/restic.ts";
import { lacks, lacksTool } from "../support/tools.ts";

/** Files that cannot be read, or do not keep still: each is named with its reason, and the rest is saved. */
const PASSWORD = "geheim";
const MIB = 1024 * 1024;
/** So long that it is read in many pieces, most of them after the first pack is full. */
const LONG = 96 * MIB;

describe.skipIf(lacksTool("restic"))("a backup of files that make trouble", () => {
  let folder: string;
  let location: string;
  let source: string;
  let count = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "backstay-problems-"));
    chmodSync(folder, 0o755);
    location = join(folder, "repository");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    count += 1;
    source = join(folder, `source ${count}`);
    mkdirSync(source);
    writeFileSync(join(source, "a quiet file"), `quiet ${count}`);
  });

  afterEach(() => rmSync(source, { recursive: true, force: true }));

  const inSource = (name: string) => join(source, name);

  /** Backs up, and does something to the source when the first pack is written. */
  async function backUpDuring(act: () => void): Promise<{ engine: Engine; result: BackupResult }> {
    const engine = await openEngine({
      location,
      password: PASSWORD,
      wrap: (store) => beforeWrite(store, "pack", 1, act),
      ...(count === 1 ? { init: 2 } : {}),
    });
    return { engine, result: await engine.backUp(source, { threads: 1 }) };
  }

  /** What is in the newest snapshot, by name; restic must find it whole. */
  async function savedBy({ engine, result }: { engine: Engine; result: BackupResult }) {
    try {
      const hashes = await hashSnapshotFiles(engine, result.snapshotId);
      expect(await resticOn(location, PASSWORD).run("check")).toContain("no errors were found");
      return new Map([...hashes].map(([path, hash]) => [path.slice(source.length + 1), hash]));
    } finally {
      await engine.close();
    }
  }

  const quiet = () => ["a quiet file", sha256(Buffer.from(`quiet ${count}`))] as const;

  test("files that vanish or become links between being listed and being read", async () => {
    const names = Array.from({ length: 24 }, (_, n) => `file ${n}`.replace(/ (\d)$/, " 0$1"));
    for (const [n, name] of names.entries()) writeFileSync(inSource(name), noise(n, 4 * MIB));
    const backup = await backUpDuring(() => {
      rmSync(inSource("file 23"));
      rmSync(inSource("file 22"));
      symlinkSync("a quiet file", inSource("file 22"));
    });
    expect(new Set(backup.result.problems)).toEqual(
      new Set([
        { path: inSource("file 22"), reason: "replaced", systemCode: "ELOOP" },
        { path: inSource("file 23"), reason: "vanished", systemCode: "ENOENT" },
      ]),
    );
    expect([...(await savedBy(backup)).keys()].sort()).toEqual(["a quiet file", ...names.slice(0, 22)]);
  });

  test("a file that grows while it is read is saved as far as it went, and named", async () => {
    writeFileSync(inSource("log"), noise(1, LONG));
    const before = sha256(readFileSync(inSource("log")));
    const backup = await backUpDuring(() => appendFileSync(inSource("log"), "one more line"));
    expect(backup.result.problems).toEqual([{ path: inSource("log"), reason: "changed", systemCode: "" }]);
    expect(await savedBy(backup)).toEqual(new Map([quiet(), ["log", before]]));

    const again = await openEngine({ location, password: PASSWORD });
    const result = await again.backUp(source);
    expect(result.problems).toEqual([]);
    expect(await savedBy({ engine: again, result })).toEqual(
      new Map([quiet(), ["log", sha256(readFileSync(inSource("log")))]]),
    );
  });

  test("a file that shrinks while it is read is saved without its lost end, and named", async () => {
    writeFileSync(inSource("shrinking"), noise(2, LONG));
    const backup = await backUpDuring(() => truncateSync(inSource("shrinking"), LONG - 20 * MIB));
    expect(backup.result.problems).toEqual([
      { path: inSource("shrinking"), reason: "changed", systemCode: "" },
    ]);
    const expected = sha256(noise(2, LONG).subarray(0, LONG - 20 * MIB));
    expect(await savedBy(backup)).toEqual(new Map([quiet(), ["shrinking", expected]]));
  });

  test.each([
    { what: "removed", reason: "vanished", systemCode: "ENOENT" },
    { what: "replaced by another", reason: "replaced", systemCode: "" },
  ])(
    "a file that is $what while it is read is not saved in parts, and named",
    async ({ what, ...problem }) => {
      const long = inSource("long");
      writeFileSync(long, noise(count, LONG));
      const backup = await backUpDuring(() => {
        if (what === "removed") return rmSync(long);
        writeFileSync(`${long}.new`, "another");
        renameSync(`${long}.new`, long);
      });
      expect(backup.result.problems).toEqual([{ path: long, ...problem }]);
      expect(await savedBy(backup)).toEqual(new Map([quiet()]));
    },
  );

  test("a socket is left out without a word, as restic leaves it out", async () => {
    const server = createServer().listen(inSource("socket"));
    await once(server, "listening");
    try {
      const backup = await backUpDuring(() => {});
      expect(backup.result.problems).toEqual([]);
      expect(await savedBy(backup)).toEqual(new Map([quiet()]));
    } finally {
      server.close();
    }
  });

  test.skipIf(lacks("root, to be somebody else for a while", process.geteuid?.() === 0))(
    "files and folders one may not read are named, and saved once one may",
    async () => {
      for (const name of ["closed", "open"]) {
        mkdirSync(inSource(`${name} folder`));
        writeFileSync(join(inSource(`${name} folder`), "inside"), name);
        writeFileSync(inSource(`${name} file`), name);
      }
      chmodSync(inSource("closed folder"), 0o700);
      chmodSync(inSource("closed file"), 0o600);
      const own = join(folder, "repository of nobody");
      mkdirSync(own);
      chownSync(own, 65534, 65534);
      const result = await asOrdinaryUser(async () => {
        const engine = await openEngine({ location: join(own, "r"), password: PASSWORD, init: 2 });
        try {
          return await engine.backUp(source);
        } finally {
          await engine.close();
        }
      });
      expect(new Set(result.problems)).toEqual(
        new Set([
          { path: inSource("closed file"), reason: "denied", systemCode: "EACCES" },
          { path: inSource("closed folder"), reason: "denied", systemCode: "EACCES" },
        ]),
      );
      const engine = await openEngine({ location: join(own, "r"), password: PASSWORD });
      try {
        const open = [
          inSource("a quiet file"),
          inSource("open file"),
          join(inSource("open folder"), "inside"),
        ];
        const closed = [inSource("closed file"), join(inSource("closed folder"), "inside")];
        expect([...(await hashSnapshotFiles(engine, result.snapshotId)).keys()].sort()).toEqual(open.sort());
        const second = await engine.backUp(source);
        expect(second.problems).toEqual([]);
        expect(second.tally).toMatchObject({ filesNew: 2, filesUnmodified: 3 });
        const saved = [...(await hashSnapshotFiles(engine, second.snapshotId)).keys()].sort();
        expect(saved).toEqual([...open, ...closed].sort());
      } finally {
        await engine.close();
      }
    },
  );
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
