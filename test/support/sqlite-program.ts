/** A program of somebody else's that has an SQLite database open: locks count between processes only. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import Database from "better-sqlite3";
import { onTestFinished } from "vitest";

export type ToProgram =
  | { readonly kind: "all"; readonly sql: string }
  | { readonly kind: "exec"; readonly sql: string }
  | { readonly kind: "move"; readonly on: boolean };
export type FromProgram = { readonly rows: readonly unknown[] } | { readonly error: string };

export type SqliteProgram = {
  all(sql: string): Promise<readonly unknown[]>;
  exec(sql: string): Promise<void>;
  /** Has it move money between accounts all the time, or stop. @returns how often it did so far */
  move(on: boolean): Promise<number>;
  /** Closes the database in peace, and ends. */
  close(): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
};

/** @param timeoutMs how long it waits for others */
export async function startSqliteProgram(path: string, timeoutMs = 5000): Promise<SqliteProgram> {
  const child = spawn(
    process.execPath,
    [new URL("./sqlite-program-process.ts", import.meta.url).pathname, path, `${timeoutMs}`],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const ended = once(child, "exit");
  const waiting: ((said: FromProgram) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.(JSON.parse(line)));
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  onTestFinished(kill);

  async function ask(request: ToProgram): Promise<readonly unknown[]> {
    const { promise, resolve } = Promise.withResolvers<FromProgram>();
    waiting.push(resolve);
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const said = await promise;
    if ("error" in said) throw new Error(said.error);
    return said.rows;
  }

  return {
    all: (sql) => ask({ kind: "all", sql }),
    async exec(sql) {
      await ask({ kind: "exec", sql });
    },
    async move(on) {
      const [row] = await ask({ kind: "move", on });
      return (row as { moved: number }).moved;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
    kill,
  };
}

/** SQL that makes accounts whose money comes to {@link ALL_MONEY} each. */
export const ALL_MONEY = 1000;

export function accountsSql(count: number): string {
  return `CREATE TABLE accounts (id INTEGER PRIMARY KEY, money INTEGER NOT NULL, note BLOB);
    WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ${count})
    INSERT INTO accounts SELECT id, ${ALL_MONEY}, randomblob(60) FROM n;
    CREATE INDEX by_note ON accounts (note);`;
}

/** What is wrong with a database that was made by {@link accountsSql}; nothing when all is well. */
export function faultsOfAccounts(path: string): readonly string[] {
  const database = new Database(path, { readonly: true });
  try {
    const found = database.pragma("integrity_check") as readonly { integrity_check: string }[];
    const faults = found.map((row) => row.integrity_check).filter((text) => text !== "ok");
    const sum = database.prepare("SELECT total(money) - count(*) * ? FROM accounts").pluck().get(ALL_MONEY);
    return sum === 0 ? faults : [...faults, `the sum is off by ${sum}`];
  } catch (error) {
    return [`${error}`];
  } finally {
    database.close();
  }
}
