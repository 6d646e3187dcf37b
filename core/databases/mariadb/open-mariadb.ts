/** MariaDB and MySQL by their own programs: mariadb-dump and mariadb, or mysqldump and mysql. */
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import { whereText } from "../../../shared/model/source.ts";
import { commandStream } from "../../backup/streams/command-stream.ts";
import { type DatabaseAccess, type FoundDatabase, tlsOf, UNFINISHED } from "../access.ts";
import type { Programs } from "../find-programs.ts";
import { clientEnvironment, runToEnd } from "../run-to-end.ts";
import { type DatabaseServerSession, type Dump, type DumpHow, notReached, notRestored } from "../session.ts";
import { withSignInFile } from "../sign-in-file.ts";
import { joinInserts } from "./join-inserts.ts";
import { moveDatabase } from "./move-database.ts";
import { optionFile, quoteName, quoteText } from "./option-file.ts";

const ASK_MS = 60_000;
const CHANGE_MS = 10 * 60_000;
/** Whoever counts reads all there is. */
const COUNT_MS = 6 * 60 * 60_000;
/** As much as any server takes, in bytes: a row may be that long. */
const MAX_PACKET = 1024 * 1024 * 1024;
/** Of the server itself; users are saved by themselves. */
const SYSTEM = ["information_schema", "performance_schema", "mysql", "sys"];
/** What stands at the end of a dump, and only there. */
const LAST_LINE = Buffer.from("-- Dump completed");
const LAST_BYTES = 200;

/** Rows of what {@link MariadbAsk} asked for, by columns. */
export type MariadbAsk = (sql: string, signal: AbortSignal, limitMs?: number) => Promise<readonly string[][]>;

export async function openMariadb<T>(
  access: DatabaseAccess,
  programs: Programs,
  work: (server: DatabaseServerSession) => Promise<T>,
): Promise<T> {
  return await withSignInFile(optionFile(access, programs.flavour), (file) =>
    work(sessionOf(access, programs, file)),
  );
}

function sessionOf(access: DatabaseAccess, programs: Programs, file: string): DatabaseServerSession {
  const settings = `--defaults-file=${file}`;
  const environment = clientEnvironment();

  const ask: MariadbAsk = async (sql, signal, limitMs = ASK_MS) => {
    const { output } = await runToEnd({
      program: programs.need("mariadb"),
      arguments: [settings, "--batch", "--raw", "--skip-column-names", "--binary-mode"],
      input: sql,
      ...{ limitMs, signal },
    });
    const lines = output.split("\n").filter((line) => line !== "");
    return lines.map((line) => line.split("\t"));
  };

  const dumpWith = (more: readonly string[], { silentMs, onSaid }: DumpHow): Dump =>
    commandStream({
      path: "/",
      program: programs.need("mariadb-dump"),
      arguments: [settings, ...more],
      ...{ environment, silentMs, ...(onSaid === undefined ? {} : { onSaid }) },
    });

  /** With those that are being filled. */
  async function listDatabases(signal: AbortSignal): Promise<readonly FoundDatabase[]> {
    const rows = await ask(
      `SELECT HEX(SCHEMA_NAME), DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA;`,
      signal,
    );
    const tables = await ask(
      `SELECT HEX(TABLE_SCHEMA), COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0),
         SUM(TABLE_TYPE = 'BASE TABLE' AND COALESCE(ENGINE, '') NOT IN (SELECT ENGINE FROM information_schema.ENGINES WHERE TRANSACTIONS = 'YES'))
       FROM information_schema.TABLES GROUP BY TABLE_SCHEMA;`,
      signal,
    );
    const sizes = new Map(tables.map(([name = "", bytes, loose]) => [name, { bytes, loose }]));
    return rows
      .map(([hex = "", characterSet = "", collation = ""]): FoundDatabase => {
        const { bytes = "0", loose = "0" } = sizes.get(hex) ?? {};
        return {
          name: Buffer.from(hex, "hex").toString("utf8"),
          sizeBytes: Number(bytes),
          properties: { characterSet, collation },
          looseTables: Number(loose),
        };
      })
      .filter(({ name }) => !SYSTEM.includes(name.toLowerCase()))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  return {
    clientVersion: programs.version,
    async look(signal) {
      const { kind } = access;
      try {
        const [[version = ""] = []] = await ask("SELECT VERSION();", signal);
        const [[, cipher = ""] = []] = await ask("SHOW SESSION STATUS LIKE 'Ssl_cipher';", signal);
        if (tlsOf(access) !== "offered" && cipher === "")
          throw new BackstayError("DATABASE_NOT_ENCRYPTED", { kind, server: whereText(access) });
        const isMariadb = /mariadb/i.test(version) && programs.flavour === "mariadb";
        const mayReadUsers = isMariadb && (await mayRead("SELECT 1 FROM mysql.global_priv LIMIT 1;", signal));
        const users = mayReadUsers ? await ask("SELECT HEX(User) FROM mysql.global_priv;", signal) : [];
        const [[folding] = []] = await ask("SELECT @@lower_case_table_names;", signal);
        const databases = await listDatabases(signal);
        const isUnfinished = ({ name }: FoundDatabase) => name.startsWith(UNFINISHED);
        return {
          ...{ version, clientVersion: programs.version, mayReadUsers, foldsCase: folding !== "0" },
          roles: [...new Set(users.map(([hex = ""]) => Buffer.from(hex, "hex").toString("utf8")))],
          databases: databases.filter((one) => !isUnfinished(one)),
          unfinished: databases.filter(isUnfinished).map(({ name }) => name),
        };
      } catch (error) {
        throw notReached(access, error);
      }
    },
    dump(database, how) {
      const rows = dumpWith(
        [
          ...["--single-transaction", "--quick", "--routines", "--triggers", "--events", "--hex-blob"],
          // a dump of the same is the same, byte for byte; rows become statements of many below
          ...[`--max-allowed-packet=${MAX_PACKET}`, "--skip-dump-date", "--skip-extended-insert"],
          ...["--", database],
        ],
        how,
      );
      return endingWith(LAST_LINE, database, { open: (signal) => joinInserts(rows.open(signal)) });
    },
    dumpUsers: (_, how) =>
      endingWith(LAST_LINE, "mysql", dumpWith(["--system=users", "--skip-dump-date"], how)),
    async fill({ name, dump, properties, limitMs }, signal) {
      try {
        await ask(`CREATE DATABASE ${quoteName(name)}${createdWith(properties)};`, signal, CHANGE_MS);
        await runToEnd({
          program: programs.need("mariadb"),
          // in this mode nothing in a dump is taken for an order to the program, such as one to run another
          arguments: [
            ...[settings, "--binary-mode", "--batch", `--max-allowed-packet=${MAX_PACKET}`],
            `--database=${name}`,
          ],
          input: endingWith(LAST_LINE, name, { open: () => dump }).open(signal),
          ...{ limitMs, signal },
        });
      } catch (error) {
        throw notRestored(access, name, error);
      }
    },
    async count(database, signal) {
      const tables = await ask(
        `SELECT HEX(TABLE_NAME) FROM information_schema.TABLES
         WHERE TABLE_SCHEMA = ${quoteText(database)} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED');`,
        signal,
      );
      if (tables.length === 0) return { tables: 0, rows: 0 };
      // all of them in one connection: there may be thousands
      const counts = await ask(
        tables
          .map(([hex = ""]) => quoteName(Buffer.from(hex, "hex").toString("utf8")))
          .map((table) => `SELECT COUNT(*) FROM ${quoteName(database)}.${table};`)
          .join("\n"),
        signal,
        COUNT_MS,
      );
      return { tables: tables.length, rows: counts.reduce((sum, [count]) => sum + Number(count), 0) };
    },
    async rename(from, to, signal) {
      await moveDatabase(from, to, {
        ask: (sql) => ask(sql, signal, CHANGE_MS),
        run: async (sql, database) => {
          await runToEnd({
            program: programs.need("mariadb"),
            arguments: [settings, "--binary-mode", "--batch", `--database=${database}`],
            ...{ input: sql, limitMs: CHANGE_MS, signal },
          });
        },
        describe: async (...more) => {
          const { output } = await runToEnd({
            program: programs.need("mariadb-dump"),
            arguments: [settings, ...more],
            ...{ limitMs: CHANGE_MS, signal },
          });
          return output;
        },
      });
    },
    async remove(database, signal) {
      await ask(`DROP DATABASE IF EXISTS ${quoteName(database)};`, signal, CHANGE_MS);
    },
    async removeIdle(database, signal) {
      const who = `SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = ${quoteText(database)};`;
      try {
        const [[count] = []] = await ask(who, signal);
        if (count !== "0") return false;
        await ask(`DROP DATABASE IF EXISTS ${quoteName(database)};`, signal, CHANGE_MS);
        return true;
      } catch (error) {
        if (isBackstayError(error, "COMMAND_FAILED")) return false; // this user may not remove it
        throw error;
      }
    },
  };

  async function mayRead(sql: string, signal: AbortSignal): Promise<boolean> {
    try {
      await ask(sql, signal);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof BackstayError) return false; // most users may not
      throw error;
    }
  }
}

const WORD = /^[A-Za-z0-9_]+$/;

/** What a dump says of it is a bare word, or nothing that we pass on. */
function createdWith({ characterSet = "", collation = "" }: Readonly<Record<string, string>>): string {
  return `${WORD.test(characterSet) ? ` CHARACTER SET ${characterSet}` : ""}${WORD.test(collation) ? ` COLLATE ${collation}` : ""}`;
}

/** A program that ends well, and did not write the last line, was cut off. */
function endingWith(last: Buffer, database: string, { open }: Dump): Dump {
  return {
    async *open(signal) {
      let tail = Buffer.alloc(0);
      for await (const chunk of open(signal)) {
        const end = chunk.subarray(-LAST_BYTES);
        tail = Buffer.concat([tail, end]).subarray(-LAST_BYTES);
        yield chunk;
      }
      if (!tail.includes(last)) throw new BackstayError("DUMP_CUT_OFF", { database });
    },
  };
}
