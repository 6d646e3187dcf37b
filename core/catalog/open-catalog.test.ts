import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCatalog } from "./open-catalog.ts";

const first = { version: 1, sql: "CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('kept');" };
const second = { version: 2, sql: "ALTER TABLE things ADD COLUMN size INTEGER;" };
const broken = { version: 3, sql: "CREATE TABLE half (a); SELECT nonsense FROM nowhere;" };

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-catalog-"));
  file = path.join(folder, "catalog.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the catalog, looks at it and closes it again. */
function look<T>(migrations: Parameters<typeof openCatalog>[1], what: (database: Database.Database) => T): T {
  const catalog = openCatalog(folder, migrations);
  try {
    return what(catalog.database);
  } finally {
    catalog.close();
  }
}
const versionIn = (database: Database.Database) => database.pragma("user_version", { simple: true });

test("a new catalog has the newest version and is readable for its owner only", () => {
  const catalog = openCatalog(folder);
  catalog.database.exec("CREATE TABLE written (a)");
  const modes = readdirSync(folder).map((name) => statSync(path.join(folder, name)).mode & 0o777);
  catalog.close();
  catalog.close();
  expect(modes.length).toBeGreaterThan(1); // catalog.db and what SQLite keeps beside it while it is open
  expect(new Set(modes)).toEqual(new Set([0o600]));
});

test("a new catalog leaves no copy of an empty one", () => {
  look([first, second], versionIn);
  expect(readdirSync(folder)).toEqual(["catalog.db"]);
});

test("a migration keeps the data and leaves a copy of what was before", () => {
  look([first], versionIn);
  const rows = look([first, second], (database) => database.prepare("SELECT * FROM things").all());
  expect(rows).toEqual([{ name: "kept", size: null }]);

  const copyPath = `${file}.before-v2`;
  expect(statSync(copyPath).mode & 0o777).toBe(0o600);
  const copy = new Database(copyPath, { readonly: true });
  expect(versionIn(copy)).toBe(1);
  expect(copy.prepare("SELECT * FROM things").all()).toEqual([{ name: "kept" }]);
  copy.close();
});

test("a migration that fails changes nothing, and the catalog opens again", () => {
  look([first, second], versionIn);
  expect(() => openCatalog(folder, [first, second, broken])).toThrow(/nowhere/);
  look([first, second], (database) => {
    expect(versionIn(database)).toBe(2);
    expect(database.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").all()).toEqual([]);
  });
});

test("refuses a catalog of a newer Backstay", () => {
  look([first, second], versionIn);
  expect(() => openCatalog(folder, [first])).toThrow(
    expect.objectContaining({ code: "CATALOG_NEWER", details: { path: file, version: 2, supported: 1 } }),
  );
});

test("refuses a file that is no database, and leaves it as it is", () => {
  const bytes = Buffer.alloc(8192, "this is no database ");
  writeFileSync(file, bytes);
  expect(() => openCatalog(folder)).toThrow(expect.objectContaining({ code: "CATALOG_BROKEN" }));
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test.each(["catalog.db.before-v2", "secrets.json", "cache"])(
  "refuses an empty catalog beside %s, which shows that it was not always empty",
  (trace) => {
    writeFileSync(file, "");
    writeFileSync(path.join(folder, trace), "");
    expect(() => openCatalog(folder)).toThrow(expect.objectContaining({ code: "CATALOG_BROKEN" }));
    expect(statSync(file).size).toBe(0);
    rmSync(path.join(folder, trace));
    openCatalog(folder).close(); // a host that ended while it made its first one
  },
);

test("refuses a database whose pages are damaged", () => {
  look([first], (database) => {
    const insert = database.prepare("INSERT INTO things VALUES (?)");
    database.transaction(() => {
      for (let n = 0; n < 1000; n++) insert.run(`thing ${n}`.padEnd(100, "."));
    })();
  });
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 8192, 16384);
  writeFileSync(file, bytes);
  expect(() => openCatalog(folder, [first])).toThrow(expect.objectContaining({ code: "CATALOG_BROKEN" }));
});
