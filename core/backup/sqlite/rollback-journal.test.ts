import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { readJournal } from "./rollback-journal.ts";

const FILL = `
  CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB);
  WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 400)
  INSERT INTO t SELECT id, randomblob(300) FROM n;`;
/** So many more of them, where pages are large. */
const FILL_MORE = "INSERT INTO t SELECT -id, randomblob(30000) FROM t";

type Left = { readonly file: Buffer; readonly journal: Buffer; readonly before: Buffer };

/** @returns what lies there in the middle of a transaction that writes more than fits the program's memory */
async function leftInTheMiddle(pragmas: string, work: string, more = ""): Promise<Left> {
  const path = join(await tempFolder(), "db");
  const database = new Database(path);
  try {
    database.exec(`${pragmas}; ${FILL} ${more}`);
    database.pragma("cache_size = 1");
    const before = readFileSync(path);
    database.exec(`BEGIN; ${work}`);
    return { file: readFileSync(path), journal: readFileSync(`${path}-journal`), before };
  } finally {
    database.close();
  }
}

/** What the next program that opens it finds, once SQLite has mended it. */
async function mendedBySqlite(file: Buffer, journal: Buffer): Promise<Buffer> {
  const path = join(await tempFolder(), "db");
  writeFileSync(path, file);
  writeFileSync(`${path}-journal`, journal);
  const database = new Database(path);
  database.pragma("schema_version");
  database.close();
  return readFileSync(path);
}

function mended(file: Buffer, journal: Buffer): Buffer {
  const pages = readJournal({
    read: (into, position) => journal.subarray(position).copy(into),
    sizeBytes: journal.length,
    pageSizeBytes: file.readUInt16BE(16) === 1 ? 65536 : file.readUInt16BE(16),
    isThere: existsSync,
  });
  if (pages === undefined) return file;
  const all = Buffer.alloc(pages.pageCount * pages.pageSizeBytes);
  file.copy(all);
  for (let index = 0; index < pages.count; index += 1) {
    const from = pages.positionAt(index);
    journal.copy(all, (pages.pageAt(index) - 1) * pages.pageSizeBytes, from, from + pages.pageSizeBytes);
  }
  return all;
}

test.each([
  ["pages of 512 bytes", "PRAGMA page_size = 512", ""],
  ["pages of 65536 bytes", "PRAGMA page_size = 65536", FILL_MORE],
  ["a journal that is emptied only", "PRAGMA journal_mode = TRUNCATE"],
  ["a journal whose first bytes are wiped", "PRAGMA journal_mode = PERSIST"],
  ["a program that waits for no disk", "PRAGMA synchronous = OFF"],
  ["a database that shrinks by itself", "PRAGMA auto_vacuum = FULL"],
])("takes back what SQLite takes back, with %s", async (_, pragmas, more = "") => {
  for (const work of [
    "UPDATE t SET bytes = randomblob(300)",
    "UPDATE t SET bytes = randomblob(300) WHERE id % 5 = 0; INSERT INTO t SELECT id + 40000, bytes FROM t",
    "DELETE FROM t WHERE id < 350; UPDATE t SET bytes = randomblob(900)",
  ]) {
    const { file, journal, before } = await leftInTheMiddle(pragmas, work, more);
    expect(file.equals(before)).toBe(false);
    expect(mended(file, journal).equals(before), work).toBe(true);
    expect((await mendedBySqlite(file, journal)).equals(before), work).toBe(true);
  }
});

test("is as far as SQLite wherever the journal is cut off or a bit of it is wrong", async () => {
  const { file, journal } = await leftInTheMiddle(
    "PRAGMA page_size = 512",
    "UPDATE t SET bytes = randomblob(300) WHERE id < 40; UPDATE t SET bytes = randomblob(300) WHERE id < 80",
  );
  for (let n = 1; n < 50; n += 1) {
    const at = Math.floor((journal.length * n) / 50);
    const cut = journal.subarray(0, at);
    expect(mended(file, cut).equals(await mendedBySqlite(file, cut)), `cut off at ${at}`).toBe(true);
    const flipped = Buffer.from(journal);
    flipped[at] = (flipped[at] ?? 0) ^ 0x10;
    expect(mended(file, flipped).equals(await mendedBySqlite(file, flipped)), `bit at ${at}`).toBe(true);
  }
});

test("a transaction over several databases has ended once its common journal is gone", async () => {
  const { file, journal, before } = await leftInTheMiddle("", "UPDATE t SET bytes = randomblob(300)");
  const common = join(await tempFolder(), "db-mj05828F98F");
  const name = Buffer.from(common);
  const end = Buffer.alloc(20 + name.length);
  end.writeUInt32BE(2 ** 30 / 4096 + 1, 0);
  name.copy(end, 4);
  end.writeUInt32BE(name.length, 4 + name.length);
  end.writeUInt32BE([...new Int8Array(name)].reduce((sum, byte) => sum + byte, 0) >>> 0, 8 + name.length);
  journal.copy(end, 12 + name.length, 0, 8);
  const whole = Buffer.concat([journal, end]);
  writeFileSync(common, name);
  expect(mended(file, whole).equals(before)).toBe(true);
  rmSync(common);
  expect(mended(file, whole).equals(file)).toBe(true);
  expect((await mendedBySqlite(file, whole)).equals(file)).toBe(true);
});
