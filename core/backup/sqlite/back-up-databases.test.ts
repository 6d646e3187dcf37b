import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { type Engine, openEngine } from "../../../test/support/engine.ts";
import { readSnapshotFolders } from "../../../test/support/read-snapshot.ts";
import { accountsSql, faultsOfAccounts, startSqliteProgram } from "../../../test/support/sqlite-program.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { loadIndex } from "../../repository/index/load-index.ts";
import { readBlob } from "../../repository/read-blob.ts";
import type { BackupResult } from "../make-snapshot.ts";
import type { BackupOptions } from "../run-backup.ts";

const password = "correct horse";
const WAL = "PRAGMA journal_mode = WAL";
const MOVE =
  "UPDATE accounts SET money = money + (CASE id WHEN 1 THEN 1 WHEN 2 THEN -1 ELSE 0 END) WHERE id < 3";
/** Beyond what is read at once. */
const LARGE_ACCOUNTS = 100_000;

type Office = {
  readonly source: string;
  readonly engine: Engine;
  readonly cacheFolder: string;
  readonly location: string;
  backUp(options?: Partial<BackupOptions>): Promise<BackupResult>;
  /** Files of a snapshot, by name. */
  filesIn(result: BackupResult): Promise<Record<string, Buffer>>;
  /** Writes one of them to a folder of its own. */
  restored(result: BackupResult, name: string): Promise<string>;
};

async function openOffice(): Promise<Office> {
  const folder = await tempFolder();
  const [source, location, cacheFolder] = [
    join(folder, "source"),
    join(folder, "repository"),
    join(folder, "cache"),
  ];
  mkdirSync(source);
  const engine = await openEngine({ location, password, cacheFolder, init: 2 });
  onTestFinished(() => engine.close());

  async function filesIn({ snapshotId }: BackupResult): Promise<Record<string, Buffer>> {
    const indexed = await loadIndex(engine.repository, engine.cache);
    const files: Record<string, Buffer> = {};
    for (const { path, nodes } of await readSnapshotFolders(engine, snapshotId)) {
      for (const { name, content } of nodes) {
        if (!path.startsWith(source) || content === null) continue;
        const blobs: Uint8Array[] = [];
        for (const id of content) blobs.push(await readBlob(indexed, "data", id));
        files[Buffer.from(name).toString("latin1")] = Buffer.concat(blobs);
      }
    }
    return files;
  }

  return {
    ...{ source, engine, cacheFolder, location, filesIn },
    backUp: (options) => engine.backUp(source, { consistentSqlite: true, ...options }),
    async restored(result, name) {
      const path = join(await tempFolder(), "restored.db");
      const bytes = (await filesIn(result))[name];
      if (bytes === undefined) throw new Error(`no ${name} in the snapshot`);
      writeFileSync(path, bytes);
      return path;
    },
  };
}

/** As if the last transaction had been a while ago. */
function letSettle(...paths: readonly string[]): void {
  for (const path of paths) utimesSync(path, 1e9 + 0.5, 1e9 + 0.5);
}

test.each([
  ["a log", WAL, 2000],
  ["a journal", "PRAGMA journal_mode = DELETE", 2000],
  ["a log, and larger than what is read at once", WAL, LARGE_ACCOUNTS],
  ["a journal, and larger than what is read at once", "PRAGMA journal_mode = TRUNCATE", LARGE_ACCOUNTS],
])(
  "a database that is written to all the time is whole in each snapshot: %s",
  async (_, pragma, accounts) => {
    const { source, backUp, restored } = await openOffice();
    const program = await startSqliteProgram(join(source, "office.db"), 60_000);
    await program.exec(`${pragma}; PRAGMA synchronous = OFF; ${accountsSql(accounts)}`);
    await program.move(true);
    for (let n = 0; n < 2; n += 1) {
      const result = await backUp();
      expect(result.problems).toEqual([]);
      expect(faultsOfAccounts(await restored(result, "office.db"))).toEqual([]);
    }
    expect(await program.move(false)).toBeGreaterThan(0);
  },
);

test("nothing that lies beside a database is in the snapshot, and what is only named like it is", async () => {
  const { source, backUp, filesIn } = await openOffice();
  const program = await startSqliteProgram(join(source, "office.db"));
  await program.exec(`${WAL}; ${accountsSql(10)}`);
  for (const name of ["letter", "letter-wal", "letter-shm", "letter-journal", "alone-wal", "-wal"])
    writeFileSync(join(source, name), name);
  expect(readdirSync(source)).toEqual(expect.arrayContaining(["office.db-shm", "office.db-wal"]));
  const result = await backUp();
  expect(Object.keys(await filesIn(result)).sort()).toEqual(
    ["-wal", "alone-wal", "letter", "letter-journal", "letter-shm", "letter-wal", "office.db"].sort(),
  );
  expect(result.tally).toMatchObject({ filesNew: 7, totalFilesProcessed: 7 });
});

test("reads an unchanged database once, and one with a new transaction in its log again", async () => {
  const { source, backUp, restored } = await openOffice();
  const path = join(source, "office.db");
  const program = await startSqliteProgram(path);
  await program.exec(`${WAL}; ${accountsSql(1000)}`);
  letSettle(path, `${path}-wal`);
  await backUp();
  const second = await backUp();
  expect(second.tally).toMatchObject({ filesNew: 0, filesChanged: 0, filesUnmodified: 1 });
  expect(second.filesGone).toBe(0);
  expect((await backUp({ skipIfUnchanged: true })).snapshotId).toBeUndefined();
  await program.exec(MOVE);
  const third = await backUp();
  expect(third.tally).toMatchObject({ filesNew: 0, filesChanged: 1, filesUnmodified: 0 });
  const database = new Database(await restored(third, "office.db"));
  expect(database.prepare("SELECT money FROM accounts WHERE id < 3 ORDER BY id").pluck().all()).toEqual([
    1001, 999,
  ]);
  database.close();
  await program.close(); // which moves the log into the file, and removes it
  const fourth = await backUp();
  expect(fourth.tally).toMatchObject({ filesChanged: 1 });
  expect((await backUp()).tally).toMatchObject({ filesChanged: 0, filesUnmodified: 1 });
  writeFileSync(join(source, "beside"), "a folder in which something else has changed");
  expect((await backUp()).tally).toMatchObject({ filesNew: 1, filesChanged: 0, filesUnmodified: 1 });
});

test("knows without a cache what has changed", async () => {
  const { source, backUp, location, restored } = await openOffice();
  const path = join(source, "office.db");
  const program = await startSqliteProgram(path);
  await program.exec(`${WAL}; ${accountsSql(1000)}; PRAGMA wal_checkpoint(TRUNCATE)`);
  await backUp();
  const other = await openEngine({ location, password });
  onTestFinished(() => other.close());
  const again = await other.backUp(source, { consistentSqlite: true });
  expect(again.tally).toMatchObject({ filesChanged: 0, filesUnmodified: 1 });
  await program.exec(MOVE);
  const changed = await other.backUp(source, { consistentSqlite: true });
  expect(changed.tally).toMatchObject({ filesChanged: 1 });
  expect(faultsOfAccounts(await restored(changed, "office.db"))).toEqual([]);
});

test("takes a database as any file while that is not asked for, and as of one moment once it is", async () => {
  const { source, backUp, filesIn } = await openOffice();
  const program = await startSqliteProgram(join(source, "office.db"));
  await program.exec(`${WAL}; ${accountsSql(1000)}`);
  const plain = await backUp({ consistentSqlite: false });
  expect(Object.keys(await filesIn(plain)).sort()).toEqual(["office.db", "office.db-shm", "office.db-wal"]);
  const whole = await backUp();
  expect(Object.keys(await filesIn(whole))).toEqual(["office.db"]);
  expect(whole.tally).toMatchObject({ filesChanged: 1 });
  const plainAgain = await backUp({ consistentSqlite: false });
  expect(Object.keys(await filesIn(plainAgain)).sort()).toEqual([
    "office.db",
    "office.db-shm",
    "office.db-wal",
  ]);
});

test("says that another program has locked a database, saves what is there, and tries again next time", async () => {
  const { source, backUp, filesIn } = await openOffice();
  const path = join(source, "office.db");
  const program = await startSqliteProgram(path);
  await program.exec(`PRAGMA journal_mode = MEMORY; PRAGMA cache_size = 1; ${accountsSql(1000)}`);
  await program.exec("BEGIN EXCLUSIVE; UPDATE accounts SET note = randomblob(60)");
  writeFileSync(`${path}-wal`, "not of this database");
  const locked = await backUp();
  expect(locked.problems).toMatchObject([{ reason: "database-busy", systemCode: "SQLITE_BUSY" }]);
  expect(Object.keys(await filesIn(locked)).sort()).toEqual(["office.db", "office.db-wal"]);
  rmSync(`${path}-wal`);
  await program.exec("ROLLBACK");
  const free = await backUp();
  expect(free.problems).toEqual([]);
  expect(free.tally).toMatchObject({ filesChanged: 1 });
  expect(Object.keys(await filesIn(free))).toEqual(["office.db"]);
});

test("what a crashed program left half written is saved as it was before, and not mended where it lies", async () => {
  const { source, backUp, filesIn, restored } = await openOffice();
  const path = join(source, "office.db");
  const program = await startSqliteProgram(path);
  await program.exec(`PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; ${accountsSql(1000)}`);
  await program.exec("BEGIN; UPDATE accounts SET money = 0, note = randomblob(60)");
  await program.kill();
  const left = [readFileSync(path), readFileSync(`${path}-journal`)];
  const result = await backUp();
  expect(result.problems).toEqual([]);
  expect(Object.keys(await filesIn(result))).toEqual(["office.db"]);
  expect(faultsOfAccounts(await restored(result, "office.db"))).toEqual([]);
  expect([readFileSync(path), readFileSync(`${path}-journal`)]).toEqual(left);
  expect((await backUp()).tally).toMatchObject({ filesChanged: 0, filesUnmodified: 1 });
});

test("a damaged one, an encrypted one and an empty one are files like others", async () => {
  const { source, backUp, filesIn } = await openOffice();
  const damaged = Buffer.alloc(20_000, "x");
  damaged.write("SQLite format 3\0", "latin1");
  writeFileSync(join(source, "damaged.db"), damaged);
  writeFileSync(join(source, "encrypted.db"), "no word of SQLite in it");
  writeFileSync(join(source, "empty.db"), "");
  const result = await backUp();
  expect(result.problems).toMatchObject([{ reason: "database-unclear" }]);
  const files = await filesIn(result);
  expect(Object.keys(files).sort()).toEqual(["damaged.db", "empty.db", "encrypted.db"]);
  expect(files["damaged.db"]?.equals(damaged)).toBe(true);
});

test("finds what a large file turns out to be that only begins as a database", async () => {
  const { source, backUp, filesIn } = await openOffice();
  const large = Buffer.alloc(30 * 1024 * 1024, "large");
  large.write("SQLite format 3\0", "latin1");
  writeFileSync(join(source, "large.db"), large);
  const result = await backUp();
  expect(result.problems).toMatchObject([{ reason: "database-unclear" }]);
  expect((await filesIn(result))["large.db"]?.equals(large)).toBe(true);
  expect(result.tally.totalBytesProcessed).toBe(large.length);
});

test("names that are no text, links, hard links, and a database that was named by itself", async () => {
  const { source, backUp, engine, filesIn, restored } = await openOffice();
  const path = join(source, "office.db");
  const program = await startSqliteProgram(path);
  await program.exec(`${WAL}; ${accountsSql(1000)}; PRAGMA wal_checkpoint(TRUNCATE)`);
  symlinkSync("office.db", join(source, "link.db"));
  const odd = Buffer.concat([Buffer.from(`${source}/`), Buffer.from([0xff, 0xfe]), Buffer.from(".db")]);
  const made = new Database(join(source, "made.db"));
  made.exec(accountsSql(100));
  made.close();
  renameSync(join(source, "made.db"), odd);
  const shared = new Database(join(source, "shared.db"));
  shared.exec(accountsSql(100));
  shared.close();
  linkSync(join(source, "shared.db"), join(source, "shared-too.db"));
  const result = await backUp();
  expect(result.problems).toEqual([]);
  expect(Object.keys(await filesIn(result)).sort()).toEqual(
    ["office.db", "shared-too.db", "shared.db", "\xff\xfe.db"].sort(),
  );
  for (const name of ["office.db", "\xff\xfe.db", "shared.db"])
    expect(faultsOfAccounts(await restored(result, name))).toEqual([]);
  const alone = (): Promise<BackupResult> => engine.backUp(path, { consistentSqlite: true });
  await alone();
  expect((await alone()).tally).toMatchObject({ filesChanged: 0, filesUnmodified: 1 });
  await program.exec(MOVE);
  expect((await alone()).tally).toMatchObject({ filesChanged: 1 });
});

test("a file of another program's that is named like a log does not go with a database that is none any more", async () => {
  const { source, backUp, filesIn } = await openOffice();
  const path = join(source, "office.db");
  const program = await startSqliteProgram(path);
  await program.exec(`${WAL}; ${accountsSql(100)}`);
  expect(Object.keys(await filesIn(await backUp()))).toEqual(["office.db"]);
  await program.kill();
  rmSync(`${path}-shm`);
  writeFileSync(path, "a text now");
  appendFileSync(`${path}-wal`, "and a text beside it");
  expect(Object.keys(await filesIn(await backUp())).sort()).toEqual(["office.db", "office.db-wal"]);
});
