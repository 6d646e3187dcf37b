/** A database that a program writes to all the time, saved by the command and restored by restic: SQLite is the judge. */
import { readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { accountsSql, faultsOfAccounts, startSqliteProgram } from "../support/sqlite-program.ts";
import { CLI_PASSWORD, testCommandLine } from "../support/test-command-line.ts";
import { lacksTool } from "../support/tools.ts";

const cli = testCommandLine();
const { good, restic } = cli;

describe.skipIf(lacksTool("restic"))("SQLite databases", () => {
  test("are whole and alone after restic has restored them", async () => {
    await good(["init"]);
    await cheapenKeys(join(cli.folder, "repository"), CLI_PASSWORD);
    const source = join(cli.folder, "books");
    await mkdir(source);
    const [log, journal] = await Promise.all([
      startSqliteProgram(join(source, "log.db"), 60_000),
      startSqliteProgram(join(source, "journal.db"), 60_000),
    ]);
    await log.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${accountsSql(5000)}`);
    await journal.exec(`PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; ${accountsSql(5000)}`);
    await log.move(true);
    await journal.move(true);
    for (const target of ["first", "second"]) {
      await good(["backup", "--consistent-sqlite", source]);
      await restic(["restore", "latest", "--target", join(cli.folder, target)]);
      const restored = join(cli.folder, target, source);
      expect(readdirSync(restored).sort()).toEqual(["journal.db", "log.db"]);
      expect(faultsOfAccounts(join(restored, "log.db"))).toEqual([]);
      expect(faultsOfAccounts(join(restored, "journal.db"))).toEqual([]);
    }
    await restic(["check", "--read-data"]);
  });
});
