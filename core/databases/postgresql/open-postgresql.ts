/** PostgreSQL by its own programs: pg_dump, pg_dumpall, pg_restore and psql. */
import { z } from "zod";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import { whereText } from "../../../shared/model/source.ts";
import { commandStream } from "../../backup/streams/command-stream.ts";
import { type DatabaseAccess, type FoundServer, tlsOf, UNFINISHED } from "../access.ts";
import { compareVersions, type Programs, versionIn } from "../find-programs.ts";
import { clientEnvironment, runToEnd } from "../run-to-end.ts";
import {
  type DatabaseServerSession,
  type Dump,
  notReached,
  notRestored,
  type RestoreOrder,
} from "../session.ts";
import { withSignInFile } from "../sign-in-file.ts";
import { connectionText, passLine, quoteName, quoteText } from "./connection-text.ts";

const ASK_MS = 60_000;
const CHANGE_MS = 10 * 60_000;
/** There is one of these wherever nobody removed it. */
const ENTRANCES = ["postgres", "template1"] as const;
/** Of the time in which nothing may come: the server says best what it waits for. */
const LOCK_SHARE = 0.8;
/** What every dump in this form begins with. */
const MAGIC = Buffer.from("PGDMP");

const Look = z.object({
  version: z.string(),
  mayReadUsers: z.boolean().nullable(),
  isEncrypted: z.boolean().nullable(),
  roles: z.array(z.string()),
  databases: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().nullable(),
      encoding: z.string(),
      collate: z.string(),
      ctype: z.string(),
      owner: z.string(),
      /** Of sorting, since 15: null before, 'c' of the system, 'i' of ICU, 'b' built in. */
      provider: z.string().nullable(),
      locale: z.string().nullable(),
    }),
  ),
});

const LOOK = `SELECT json_build_object(
  'version', current_setting('server_version'),
  'mayReadUsers', (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
  'isEncrypted', (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()),
  'roles', (SELECT COALESCE(json_agg(rolname), '[]') FROM pg_roles WHERE rolname !~ '^pg_'),
  'databases', (SELECT COALESCE(json_agg(json_build_object(
      'name', datname, 'encoding', pg_encoding_to_char(encoding), 'collate', datcollate, 'ctype', datctype,
      'owner', pg_get_userbyid(datdba), 'provider', to_jsonb(d) ->> 'datlocprovider',
      'locale', COALESCE(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'),
      'bytes', CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid) END)
    ORDER BY datname), '[]') FROM pg_database d WHERE datallowconn AND NOT datistemplate))`;

/** One line with a number for each table. */
const COUNT = `SELECT format('SELECT count(*) FROM ONLY %I.%I', schemaname, tablename) FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema') \\gexec`;

export async function openPostgresql<T>(
  access: DatabaseAccess,
  programs: Programs,
  work: (server: DatabaseServerSession) => Promise<T>,
): Promise<T> {
  if (access.password === undefined) return await work(sessionOf(access, programs, undefined));
  return await withSignInFile(passLine(access.password), (file) => work(sessionOf(access, programs, file)));
}

function sessionOf(
  access: DatabaseAccess,
  programs: Programs,
  passFile: string | undefined,
): DatabaseServerSession {
  const target = (database: string, encoding?: "UTF8") =>
    `--dbname=${connectionText(access, database, passFile, encoding)}`;
  const environment = clientEnvironment();

  async function ask(database: string, sql: string, signal: AbortSignal, limitMs = ASK_MS): Promise<string> {
    const { output } = await runToEnd({
      program: programs.need("psql"),
      arguments: [
        ...["--no-psqlrc", "--no-align", "--tuples-only", "--quiet", "--no-password"],
        ...["--set=ON_ERROR_STOP=1", "--file=-", target(database, "UTF8")],
      ],
      input: sql,
      ...{ limitMs, signal },
    });
    return output;
  }

  /** By whichever database lets everybody in. */
  async function askServer(sql: string, signal: AbortSignal, limitMs?: number): Promise<string> {
    try {
      return await ask(ENTRANCES[0], sql, signal, limitMs);
    } catch (error) {
      const isGone = isBackstayError(error, "COMMAND_FAILED") && /does not exist/.test(error.details.said);
      if (!isGone) throw error;
      return await ask(ENTRANCES[1], sql, signal, limitMs);
    }
  }

  return {
    clientVersion: programs.version,
    async look(signal) {
      const { kind } = access;
      let found: z.infer<typeof Look>;
      try {
        found = Look.parse(JSON.parse(await askServer(LOOK, signal)));
      } catch (error) {
        throw notReached(access, error);
      }
      const [major = 0] = versionIn(found.version);
      if (compareVersions(versionIn(programs.version).slice(0, 1), [major]) < 0)
        throw new BackstayError("DATABASE_CLIENT_OLDER", {
          ...{ kind, client: programs.version, server: found.version },
        });
      if (tlsOf(access) !== "offered" && found.isEncrypted !== true)
        throw new BackstayError("DATABASE_NOT_ENCRYPTED", { kind, server: whereText(access) });
      return {
        version: found.version,
        clientVersion: programs.version,
        mayReadUsers: found.mayReadUsers === true,
        roles: found.roles,
        unfinished: found.databases.map(({ name }) => name).filter((name) => name.startsWith(UNFINISHED)),
        foldsCase: false,
        databases: found.databases
          .filter(({ name }) => !name.startsWith(UNFINISHED))
          .map(({ name, bytes, provider, locale, ...properties }) => ({
            ...{ name, sizeBytes: bytes ?? undefined, looseTables: 0 },
            properties: {
              ...properties,
              ...(provider === null || locale === null ? {} : { provider, locale }),
            },
          })),
      };
    },
    dump: (database, { silentMs, onSaid }) =>
      beginningWith(
        MAGIC,
        database,
        commandStream({
          path: "/",
          program: programs.need("pg_dump"),
          // not compressed: compressed bytes change all through when one row does, and nothing would be found again
          arguments: [
            ...["--format=custom", "--compress=0", "--no-password"],
            ...[`--lock-wait-timeout=${Math.round(silentMs * LOCK_SHARE)}`, target(database)],
          ],
          ...{ environment, silentMs, ...(onSaid === undefined ? {} : { onSaid }) },
        }),
      ),
    dumpUsers: ({ mayReadUsers }: FoundServer, { silentMs, onSaid }) =>
      commandStream({
        path: "/",
        program: programs.need("pg_dumpall"),
        arguments: [
          ...["--roles-only", "--no-password", target(ENTRANCES[0])],
          ...(mayReadUsers ? [] : ["--no-role-passwords"]),
        ],
        ...{ environment, silentMs, ...(onSaid === undefined ? {} : { onSaid }) },
      }),
    async fill({ name, dump, properties, keepsOwners, limitMs }, signal) {
      try {
        await askServer(`CREATE DATABASE ${quoteName(name)} ${createdWith(properties)}`, signal, CHANGE_MS);
        await runToEnd({
          program: programs.need("pg_restore"),
          arguments: [
            ...["--exit-on-error", "--no-password", "--no-tablespaces"],
            ...(keepsOwners ? [] : ["--no-owner", "--no-privileges"]),
            target(name),
          ],
          ...{ input: dump, limitMs, signal },
        });
        const { owner } = properties;
        if (keepsOwners && owner !== undefined)
          await askServer(`ALTER DATABASE ${quoteName(name)} OWNER TO ${quoteName(owner)}`, signal);
      } catch (error) {
        throw notRestored(access, name, error);
      }
    },
    async count(database, signal) {
      const counts = (await ask(database, COUNT, signal, CHANGE_MS)).split("\n").filter(Boolean).map(Number);
      return { tables: counts.length, rows: counts.reduce((sum, rows) => sum + rows, 0) };
    },
    async rename(from, to, signal) {
      const sql = `${sendAway(from)};\nALTER DATABASE ${quoteName(from)} RENAME TO ${quoteName(to)};`;
      await askServer(sql, signal, CHANGE_MS);
    },
    async remove(database, signal) {
      await askServer(
        `${sendAway(database)};\nDROP DATABASE IF EXISTS ${quoteName(database)};`,
        signal,
        CHANGE_MS,
      );
    },
    async removeIdle(database, signal) {
      try {
        await askServer(`DROP DATABASE IF EXISTS ${quoteName(database)};`, signal, CHANGE_MS);
        return true;
      } catch (error) {
        if (isBackstayError(error, "COMMAND_FAILED")) return false; // somebody is in it, or it belongs to somebody else
        throw error;
      }
    },
  };
}

/** A database that somebody is signed in to can neither be renamed nor removed. */
function sendAway(database: string): string {
  return `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = ${quoteText(database)} AND pid <> pg_backend_pid()`;
}

const PROVIDERS: Readonly<Record<string, readonly [string, string]>> = {
  i: ["icu", "ICU_LOCALE"],
  b: ["builtin", "BUILTIN_LOCALE"],
};

/** From the empty template, as the other one may hold something of this server's own. */
function createdWith({ encoding, collate, ctype, provider, locale }: RestoreOrder["properties"]): string {
  const [providerName, localeOption] = PROVIDERS[provider ?? ""] ?? [];
  return [
    "TEMPLATE template0",
    ...(encoding === undefined ? [] : [`ENCODING ${quoteText(encoding)}`]),
    ...(collate === undefined ? [] : [`LC_COLLATE ${quoteText(collate)}`]),
    ...(ctype === undefined ? [] : [`LC_CTYPE ${quoteText(ctype)}`]),
    ...(providerName === undefined || locale === undefined
      ? []
      : [`LOCALE_PROVIDER ${providerName} ${localeOption} ${quoteText(locale)}`]),
  ].join(" ");
}

/** A program that ends well and has written something else, or nothing at all, has made no dump. */
function beginningWith(magic: Buffer, database: string, { open }: Dump): Dump {
  return {
    async *open(signal) {
      let head = Buffer.alloc(0);
      for await (const chunk of open(signal)) {
        if (head.length < magic.length) head = Buffer.concat([head, chunk.subarray(0, magic.length)]);
        yield chunk;
      }
      if (!head.subarray(0, magic.length).equals(magic))
        throw new BackstayError("DUMP_CUT_OFF", { database });
    },
  };
}
