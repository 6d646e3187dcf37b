import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { readLog } from "./write-ahead-log.ts";

const PAGE_SIZES = [512, 1024, 4096, 65536];

/** @returns the database's file and its log as they lie there in the middle of a program's work */
async function inUse(
  pageSize: number,
  work: (database: Database.Database) => void,
): Promise<[Buffer, Buffer]> {
  const path = join(await tempFolder(), "db");
  const database = new Database(path);
  try {
    database.pragma(`page_size = ${pageSize}`);
    database.pragma("journal_mode = WAL");
    database.pragma("wal_autocheckpoint = 0");
    work(database);
    return [readFileSync(path), readFileSync(`${path}-wal`)];
  } finally {
    database.close();
  }
}

/** What SQLite itself makes of the two. */
async function mergedBySqlite(file: Buffer, log: Buffer): Promise<Buffer> {
  const path = join(await tempFolder(), "db");
  writeFileSync(path, file);
  writeFileSync(`${path}-wal`, log);
  const database = new Database(path);
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
  return readFileSync(path);
}

function merged(file: Buffer, log: Buffer): Buffer {
  const pages = readLog((into, position) => log.subarray(position).copy(into));
  if (pages === undefined) return file;
  const all = Buffer.alloc(pages.pageCount * pages.pageSizeBytes);
  file.copy(all);
  for (let index = 0; index < pages.count; index += 1) {
    const from = pages.positionAt(index);
    const page = (pages.pageAt(index) - 1) * pages.pageSizeBytes;
    log.copy(all, page, from, from + pages.pageSizeBytes);
  }
  return all;
}

const fill = (rows: number) => `
  CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB);
  WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ${rows})
  INSERT INTO t SELECT id, randomblob(300) FROM n;`;

test.each(PAGE_SIZES)("finds what SQLite finds in a log with pages of %d bytes", async (pageSize) => {
  const [file, log] = await inUse(pageSize, (database) => {
    database.exec(fill(500));
    database.exec("UPDATE t SET bytes = randomblob(300) WHERE id % 7 = 0");
  });
  expect(merged(file, log).equals(await mergedBySqlite(file, log))).toBe(true);
});

test("takes the pages of the newest round only, where an older one lies behind it", async () => {
  const [file, log] = await inUse(1024, (database) => {
    database.exec(fill(500));
    database.pragma("wal_checkpoint(RESTART)");
    database.exec("UPDATE t SET bytes = randomblob(300) WHERE id = 3");
  });
  expect(log.length).toBeGreaterThan(100_000);
  expect(readLog((into, position) => log.subarray(position).copy(into))?.count).toBeLessThan(5);
  expect(merged(file, log).equals(await mergedBySqlite(file, log))).toBe(true);
});

test("sees a database become shorter", async () => {
  const [file, log] = await inUse(512, (database) => {
    database.pragma("auto_vacuum = FULL");
    database.exec("VACUUM");
    database.exec(fill(1000));
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.exec("DELETE FROM t WHERE id > 100");
  });
  const all = merged(file, log);
  expect(all.length).toBeLessThan(file.length / 2);
  expect(all.equals(await mergedBySqlite(file, log))).toBe(true);
});

test("is as far as SQLite wherever the log is cut off or a bit of it is wrong", async () => {
  const [file, log] = await inUse(512, (database) => {
    database.exec(fill(20));
    for (let id = 1; id < 12; id += 1) database.exec(`UPDATE t SET bytes = randomblob(300) WHERE id = ${id}`);
  });
  for (let n = 0; n < 60; n += 1) {
    const at = Math.floor((log.length * n) / 60);
    const cut = log.subarray(0, at);
    expect(merged(file, cut).equals(await mergedBySqlite(file, cut)), `cut off at ${at}`).toBe(true);
    const flipped = Buffer.from(log);
    flipped[at] = (flipped[at] ?? 0) ^ 0x10;
    expect(merged(file, flipped).equals(await mergedBySqlite(file, flipped)), `bit at ${at}`).toBe(true);
  }
});

test("reads a log of a computer with the other byte order", async () => {
  const [file, log] = await inUse(512, (database) => database.exec(fill(50)));
  const other = withOtherByteOrder(log, 512);
  expect(other.equals(log)).toBe(false);
  expect(merged(file, other).equals(await mergedBySqlite(file, other))).toBe(true);
  expect(merged(file, other).equals(merged(file, log))).toBe(true);
});

/** The same frames, with the checksums that such a computer would have written. */
function withOtherByteOrder(log: Buffer, pageSize: number): Buffer {
  const other = Buffer.from(log);
  const isBig = other.readUInt32BE(0) === 0x377f0682; // it was not, so it is to be now
  other.writeUInt32BE(isBig ? 0x377f0683 : 0x377f0682, 0);
  let [first, second] = [0, 0];
  const add = (start: number, length: number) => {
    for (let at = start; at < start + length; at += 8) {
      const [a, b] = isBig
        ? [other.readUInt32BE(at), other.readUInt32BE(at + 4)]
        : [other.readUInt32LE(at), other.readUInt32LE(at + 4)];
      first = (first + a + second) >>> 0;
      second = (second + b + first) >>> 0;
    }
  };
  const write = (at: number) => {
    other.writeUInt32BE(first, at);
    other.writeUInt32BE(second, at + 4);
  };
  add(0, 24);
  write(24);
  for (let at = 32; at + 24 + pageSize <= other.length; at += 24 + pageSize) {
    add(at, 8);
    add(at + 24, pageSize);
    write(at + 16);
  }
  return other;
}

test("takes nothing else for a log", () => {
  for (const length of [0, 1, 31, 32, 33, 5000]) {
    const bytes = Buffer.alloc(length, 0x37);
    expect(readLog((into, position) => bytes.subarray(position).copy(into))).toBeUndefined();
  }
});
