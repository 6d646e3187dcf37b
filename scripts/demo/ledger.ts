import { utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import type { Random } from "./random.ts";

const ACCOUNTS = [
  "1200 Bank",
  "1400 Receivables",
  "1600 Payables",
  "3400 Material",
  "4100 Wages",
  "4210 Rent",
  "4530 Vehicles",
  "8400 Sales 19 %",
] as const;

const TEXTS = [
  "Brandt GmbH, part payment",
  "Stahlbau Kröger, Rechnung",
  "Fuel, van 2",
  "上海宏远 预付款",
  "Miete Lager Süd",
  "Concrete, hall 3",
  "Crane, three days",
  "Office supplies",
] as const;

export type Ledger = {
  /** Books some entries at a time. */
  book(random: Random, count: number, atMs: number): void;
  /** Writes a month's entries as CSV beside the database. @param month like `2026-10` */
  exportMonth(month: string, atMs: number): void;
  /** The file looks as old as its last entry; to be called when nothing is being written. */
  touch(atMs: number): void;
  close(): void;
};

/** The accounting program's database: an ordinary SQLite file, which changes in place a little every day. */
export function openLedger(folder: string): Ledger {
  const file = join(folder, "ledger.sqlite");
  const database = new Database(file);
  database.exec(`
    PRAGMA journal_mode = DELETE;
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS entries (
      id INTEGER PRIMARY KEY, day TEXT NOT NULL, account TEXT NOT NULL, text TEXT NOT NULL, cents INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS entries_by_day ON entries (day);`);
  const insert = database.prepare("INSERT INTO entries (day, account, text, cents) VALUES (?, ?, ?, ?)");
  const ofMonth = database.prepare<[string], { day: string; account: string; text: string; cents: number }>(
    "SELECT day, account, text, cents FROM entries WHERE day LIKE ? || '-%' ORDER BY day, id",
  );
  return {
    book: database.transaction((random: Random, count: number, atMs: number) => {
      const day = dayOf(atMs);
      for (let n = 0; n < count; n += 1)
        insert.run(day, random.pick(ACCOUNTS), random.pick(TEXTS), random.between(-480_000, 620_000));
    }),
    touch(atMs) {
      // the folder holds the journal for a moment each time something is booked
      for (const path of [file, folder]) utimesSync(path, atMs / 1000, atMs / 1000);
    },
    exportMonth(month, atMs) {
      const rows = ofMonth
        .all(month)
        .map(({ day, account, text, cents }) => `${day};${account};"${text}";${(cents / 100).toFixed(2)}`);
      const csv = join(folder, "Exports", `${month} journal.csv`);
      writeFileSync(csv, `day;account;text;amount\n${rows.join("\n")}\n`);
      for (const path of [csv, dirname(csv)]) utimesSync(path, atMs / 1000, atMs / 1000);
    },
    close: () => void database.close(),
  };
}

/** @returns like `2026-10-31`, by this machine's calendar */
export function dayOf(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
