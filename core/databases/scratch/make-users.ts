/** Makes the users whom dumps name on a server that was started for a while, so that what was theirs can be theirs again. */
import { isBackstayError } from "../../../shared/errors.ts";
import type { DatabaseAccess } from "../access.ts";
import { findPrograms } from "../find-programs.ts";
import type { AboutDump } from "../layout.ts";
import { optionFile } from "../mariadb/option-file.ts";
import { connectionText, passLine, quoteName, quoteText } from "../postgresql/connection-text.ts";
import { runToEnd } from "../run-to-end.ts";
import { withSignInFile } from "../sign-in-file.ts";

const LIMIT_MS = 10 * 60_000;

/** What a backup says of the users of its server. */
export type SavedUsers = {
  readonly about: AboutDump | undefined;
  /** The statements that make them; undefined where the backup has none. */
  readonly statements: string | undefined;
};

/**
 * Those that are there already stay. Statements that the server refuses are passed over: what then lacks, a restore tells.
 * @throws {BackstayError} COMMAND_FAILED and the like; DATABASE_CLIENT_MISSING
 */
export async function makeUsers(
  access: DatabaseAccess,
  { about, statements }: SavedUsers,
  signal: AbortSignal,
): Promise<void> {
  const programs = await findPrograms(access.kind, access.programFolder, signal);
  const run = { limitMs: LIMIT_MS, signal };
  if (access.kind === "postgresql") {
    // only their names: statements of PostgreSQL are read by a program that also obeys orders to itself in them
    const input = (about?.roles ?? []).map(roleIfMissing).join("\n");
    if (input === "") return;
    await withSignInFile(passLine(access.password ?? ""), (file) =>
      runToEnd({
        program: programs.need("psql"),
        arguments: [
          ...["--no-psqlrc", "--quiet", "--no-password", "--file=-"],
          `--dbname=${connectionText(access, "postgres", file, "UTF8")}`,
        ],
        ...{ input, ...run },
      }),
    );
    return;
  }
  if (statements === undefined) return;
  await withSignInFile(optionFile(access, programs.flavour), (file) =>
    runToEnd({
      program: programs.need("mariadb"),
      arguments: [`--defaults-file=${file}`, "--binary-mode", "--batch", "--force", "--database=mysql"],
      ...{ input: statements, ...run },
    }).catch((error: unknown) => {
      if (!isBackstayError(error, "COMMAND_FAILED")) throw error; // it says at the end that some were refused
    }),
  );
}

/**
 * As one statement without quotes around the name that could end it. Nobody signs in as one of them; but some things, such as event
 * triggers, may only be those of a superuser, and which of them was one the backup does not say in a form that could be trusted.
 */
function roleIfMissing(name: string): string {
  return `SELECT ${quoteText(`CREATE ROLE ${quoteName(name)} SUPERUSER`)} WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${quoteText(name)}) \\gexec`;
}
