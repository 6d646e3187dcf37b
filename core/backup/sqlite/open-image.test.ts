import {
  chmodSync,
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { asOrdinaryUser } from "../../../test/support/ordinary-user.ts";
import {
  accountsSql,
  faultsOfAccounts,
  type SqliteProgram,
  startSqliteProgram,
} from "../../../test/support/sqlite-program.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { createFileReader } from "../../platform/create-file-reader.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import type { EntryProblem } from "../messages.ts";
import { type DatabaseImage, type ImageWay, openImage } from "./open-image.ts";

const MEMORY_BYTES = 8 * 1024 * 1024;

type Opened = {
  readonly image: DatabaseImage;
  readonly memory: Uint8Array<ArrayBuffer>;
  close(): void;
};

function tryToOpen(path: string, way: ImageWay, lockTimeoutMs = 5000): Opened | EntryProblem {
  const memory = new Uint8Array(MEMORY_BYTES);
  const files = createFileReader(memory);
  const descriptor = openSync(path, "r");
  const rawPath = rawPathFromText(path);
  const image = openImage(way, { path: rawPath, descriptor, files, memory, lockTimeoutMs });
  if (!("read" in image)) {
    closeSync(descriptor);
    return image;
  }
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    image.close();
    closeSync(descriptor);
  };
  onTestFinished(close);
  return { image, memory, close };
}

function open(path: string, way: ImageWay): Opened {
  const opened = tryToOpen(path, way);
  if ("reason" in opened) throw new Error(`${opened.reason} ${opened.systemCode}`);
  return opened;
}

/** A program with accounts in a database of which no time of a file is new. */
async function startOffice(
  pragmas: string,
  accounts = 2000,
): Promise<{ path: string; program: SqliteProgram }> {
  const path = join(await tempFolder(), "office.db");
  const program = await startSqliteProgram(path);
  await program.exec(`${pragmas}; ${accountsSql(accounts)}`);
  return { path, program };
}

/** As if the last transaction had been a while ago. */
function letSettle(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-journal`]) {
    if (statSync(file, { throwIfNoEntry: false }) !== undefined) utimesSync(file, 1e9 + 0.5, 1e9 + 0.5);
  }
}

async function faultsOfBytes(bytes: Uint8Array): Promise<readonly string[]> {
  const copy = join(await tempFolder(), "copy.db");
  writeFileSync(copy, bytes);
  return faultsOfAccounts(copy);
}

/** Another number for each time and test, printed when it fails. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WAL = "PRAGMA journal_mode = WAL";
const CHANGE = `BEGIN; UPDATE accounts SET money = money - 5, note = randomblob(60) WHERE id % 3 = 0 AND id <= 1998;
  UPDATE accounts SET money = money + 5, note = randomblob(60) WHERE id % 3 = 1 AND id <= 1998; COMMIT`;
const GROW = `INSERT INTO accounts SELECT id + (SELECT max(id) FROM accounts), 1000, randomblob(60) FROM accounts LIMIT 700`;
const SHRINK = `DELETE FROM accounts WHERE id > 2000`;
const ACTS = [
  CHANGE,
  CHANGE,
  GROW,
  SHRINK,
  "VACUUM",
  "PRAGMA wal_checkpoint(PASSIVE)",
  "PRAGMA wal_checkpoint(FULL)",
  "PRAGMA wal_checkpoint(RESTART)",
  "PRAGMA wal_checkpoint(TRUNCATE)",
];

test.each([
  ["pages of 512 bytes", "PRAGMA page_size = 512"],
  ["pages of 4096 bytes", "PRAGMA page_size = 4096"],
  ["pages of 65536 bytes, vacuumed by itself", "PRAGMA page_size = 65536; PRAGMA auto_vacuum = FULL"],
])(
  "whatever a program does meanwhile, an image is of the moment it was opened at: %s",
  async (_, pragmas) => {
    const { path, program } = await startOffice(`${pragmas}; ${WAL}; PRAGMA busy_timeout = 0`);
    const seed = Date.now() % 1_000_000;
    const random = randomNumbers(seed);
    const act = () => program.exec(ACTS[random(ACTS.length)] ?? CHANGE).catch(expectBusy);
    for (let round = 0; round < 12; round += 1) {
      for (let n = random(4); n > 0; n -= 1) await act();
      const before = await program.all("SELECT id, money, hex(note) AS note FROM accounts ORDER BY id");
      const { image, memory, close } = open(path, "locked");
      const step = Math.ceil(image.sizeBytes / (1 + random(12)));
      for (let position = 0; position < image.sizeBytes; position += step) {
        for (let n = random(3); n > 0; n -= 1) await act();
        image.read(position, Math.min(step, image.sizeBytes - position), position);
        expect(image.isSound(), `seed ${seed}`).toBe(true);
      }
      close();
      const copy = join(await tempFolder(), "copy.db");
      writeFileSync(copy, memory.subarray(0, image.sizeBytes));
      expect(faultsOfAccounts(copy), `seed ${seed}, round ${round}`).toEqual([]);
      const database = new Database(copy);
      const rows = database.prepare("SELECT id, money, hex(note) AS note FROM accounts ORDER BY id").all();
      database.close();
      expect(rows, `seed ${seed}, round ${round}`).toEqual(before);
    }
  },
);

/** A reader's lock makes some acts wait, and that is all it does. */
function expectBusy(error: unknown): void {
  expect(`${error}`).toMatch(/database (?:table )?is locked/);
}

test("takes pages from the file when the log is begun anew, as nothing of it is needed any more", async () => {
  const { path, program } = await startOffice(WAL);
  await program.exec(CHANGE);
  await program.exec("PRAGMA wal_checkpoint(PASSIVE)"); // all is in the file, and the log still there
  const before = readFileSync(path);
  const { image, memory, close } = open(path, "locked");
  const half = Math.floor(image.sizeBytes / 2);
  image.read(0, half, 0);
  await program.exec(`${CHANGE};${CHANGE};${CHANGE}`);
  await program.exec("PRAGMA wal_checkpoint(PASSIVE)");
  image.read(half, image.sizeBytes - half, half);
  expect(image.isSound()).toBe(true);
  close();
  expect(before.equals(memory.subarray(0, image.sizeBytes))).toBe(true);
});

test("a database with a journal stays as it is while it is read, and its writer waits", async () => {
  const { path, program } = await startOffice("PRAGMA journal_mode = DELETE");
  await program.exec("PRAGMA busy_timeout = 0");
  const { image, memory, close } = open(path, "locked");
  const half = Math.floor(image.sizeBytes / 2);
  image.read(0, half, 0);
  await expect(program.exec(CHANGE)).rejects.toThrow("database is locked");
  await program.exec("ROLLBACK");
  image.read(half, image.sizeBytes - half, half);
  expect(image.isSound()).toBe(true);
  close();
  expect(await faultsOfBytes(memory.subarray(0, image.sizeBytes))).toEqual([]);
  await program.exec(CHANGE);
});

test.each(["DELETE", "TRUNCATE", "PERSIST", "WAL"])(
  "nobody waits for a database that nobody writes to, and nothing is left beside it: %s",
  async (mode) => {
    const { path, program } = await startOffice(`PRAGMA journal_mode = ${mode}`);
    await program.exec(CHANGE);
    letSettle(path);
    const { image, memory } = open(path, "undisturbed");
    image.read(0, image.sizeBytes, 0);
    expect(image.isSound()).toBe(true);
    expect(await faultsOfBytes(memory.subarray(0, image.sizeBytes))).toEqual([]);
    await program.exec(CHANGE);
    expect(image.isSound()).toBe(false);
  },
);

test("read as any file is, the same database would be of two moments", async () => {
  const { path, program } = await startOffice("PRAGMA journal_mode = DELETE");
  const { length } = readFileSync(path);
  const half = 4096 * Math.floor(length / 8192);
  const first = readFileSync(path).subarray(0, half);
  await program.exec(CHANGE);
  const second = readFileSync(path).subarray(half);
  expect(await faultsOfBytes(Buffer.concat([first, second]))).not.toEqual([]);
});

test("somebody who may not write anything there reads it all the same while nobody writes", async () => {
  for (const mode of ["DELETE", "WAL"]) {
    const { path, program } = await startOffice(`PRAGMA journal_mode = ${mode}`);
    await program.close();
    letSettle(path);
    chmodSync(path, 0o444);
    chmodSync(dirname(path), 0o555);
    await asOrdinaryUser(async () => {
      const { image, memory } = open(path, "undisturbed");
      image.read(0, image.sizeBytes, 0);
      expect(image.isSound()).toBe(true);
      expect(readFileSync(path).equals(memory.subarray(0, image.sizeBytes))).toBe(true);
    });
    chmodSync(dirname(path), 0o755);
  }
});

test("leaves out the page in which SQLite has its locks, and no other", async () => {
  const { path, program } = await startOffice("PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024");
  await program.close();
  const lockByte = 2 ** 30;
  const file = openSync(path, "r+");
  ftruncateSync(file, lockByte + 8192);
  writeSync(file, Buffer.alloc(8192, "x"), 0, 8192, lockByte - 4096);
  closeSync(file);
  letSettle(path);
  const { image, memory } = open(path, "undisturbed");
  expect(image.sizeBytes).toBe(lockByte + 8192);
  const expected = Buffer.alloc(8192, "x").fill(0, 4096, 4096 + 1024);
  image.read(0, 8192, lockByte - 4096);
  expect(expected.equals(memory.subarray(0, 8192))).toBe(true);
  for (const [start, length] of [
    [4000, 200],
    [4100, 100],
    [4096, 1024],
    [5000, 3000],
    [0, 4096],
    [5120, 100],
  ] as const) {
    image.read(7, length, lockByte - 4096 + start);
    expect(expected.subarray(start, start + length).equals(memory.subarray(7, 7 + length))).toBe(true);
  }
});

test("a database with a log that nobody has open is read without a trace beside it", async () => {
  const { path, program } = await startOffice(WAL);
  await program.close();
  letSettle(path);
  const { image, memory, close } = open(path, "undisturbed");
  image.read(0, image.sizeBytes, 0);
  expect(image.isSound()).toBe(true);
  close();
  expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  expect(statSync(`${path}-shm`, { throwIfNoEntry: false })).toBeUndefined();
  expect(readFileSync(path).equals(memory.subarray(0, image.sizeBytes))).toBe(true);
});

test("reads what a killed program had committed, from a log that nobody has looked at since", async () => {
  const { path, program } = await startOffice(WAL);
  await program.exec(CHANGE);
  const before = await program.all("SELECT sum(id * money) AS s FROM accounts");
  await program.exec("BEGIN; UPDATE accounts SET money = 0");
  await program.kill();
  letSettle(path);
  const { image, memory } = open(path, "undisturbed");
  image.read(0, image.sizeBytes, 0);
  expect(image.isSound()).toBe(true);
  const copy = join(await tempFolder(), "copy.db");
  writeFileSync(copy, memory.subarray(0, image.sizeBytes));
  expect(faultsOfAccounts(copy)).toEqual([]);
  const database = new Database(copy);
  expect(database.prepare("SELECT sum(id * money) AS s FROM accounts").all()).toEqual(before);
  database.close();
});

test.each([
  ["still at work", false],
  ["killed", true],
])("takes a half written transaction back, whose program is %s", async (_, isKilled) => {
  const { path, program } = await startOffice("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1");
  const before = await program.all("SELECT sum(id * money) AS s FROM accounts");
  const whole = readFileSync(path);
  await program.exec("BEGIN EXCLUSIVE; UPDATE accounts SET money = 0, note = randomblob(60)");
  await program.exec(`${GROW}; ${GROW}`);
  if (isKilled) await program.kill();
  expect(readFileSync(path).equals(whole)).toBe(false);
  expect(tryToOpen(path, "locked", 50)).toMatchObject({ reason: "database-busy" });
  letSettle(path);
  const { image, memory } = open(path, "undisturbed");
  image.read(0, image.sizeBytes, 0);
  expect(image.isSound()).toBe(true);
  expect(whole.equals(memory.subarray(0, image.sizeBytes))).toBe(true);
  const copy = join(await tempFolder(), "copy.db");
  writeFileSync(copy, memory.subarray(0, image.sizeBytes));
  expect(faultsOfAccounts(copy)).toEqual([]);
  const database = new Database(copy);
  expect(database.prepare("SELECT sum(id * money) AS s FROM accounts").all()).toEqual(before);
  database.close();
  expect(statSync(`${path}-journal`).size).toBeGreaterThan(0);
});

test("sees a transaction that keeps its journal in memory by its lock", async () => {
  const { path, program } = await startOffice("PRAGMA journal_mode = MEMORY; PRAGMA cache_size = 1");
  await program.exec("BEGIN; UPDATE accounts SET money = 0, note = randomblob(60)");
  letSettle(path);
  expect(tryToOpen(path, "undisturbed")).toMatchObject({ reason: "database-busy" });
});

test("says of what only begins as a database that it is none", async () => {
  const path = join(await tempFolder(), "db");
  const sound = Buffer.alloc(8192);
  sound.write("SQLite format 3\0", "latin1");
  for (const pageSize of [0, 1000, 256]) {
    sound.writeUInt16BE(pageSize, 16);
    writeFileSync(path, sound);
    letSettle(path);
    for (const way of ["undisturbed", "locked"] as const)
      expect(tryToOpen(path, way)).toMatchObject({ reason: "database-unclear" });
  }
  sound.writeUInt16BE(4096, 16); // and all else is zero
  writeFileSync(path, sound);
  expect(tryToOpen(path, "locked")).toMatchObject({
    reason: "database-unclear",
    systemCode: "SQLITE_NOTADB",
  });
});
