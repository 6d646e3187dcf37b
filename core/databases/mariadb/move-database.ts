/** Gives a database of MariaDB another name, which no statement does: its tables move, all else is made anew beside them. */
import { quoteName, quoteText } from "./option-file.ts";

export type MoveTools = {
  readonly ask: (sql: string) => Promise<readonly string[][]>;
  /** Runs statements in a database. */
  readonly run: (sql: string, database: string) => Promise<void>;
  /** What mariadb-dump writes with these arguments. */
  readonly describe: (...more: readonly string[]) => Promise<string>;
};

/**
 * Tables go in one statement: all of them or none. Triggers keep a table where it is, so they are removed before and made again after it;
 * what makes them is in memory before the first is removed.
 *
 * @param to a name that is free
 */
export async function moveDatabase(
  from: string,
  to: string,
  { ask, run, describe }: MoveTools,
): Promise<void> {
  const schema = quoteText(from);
  const namesOf = async (sql: string) =>
    (await ask(sql)).map(([hex = ""]) => Buffer.from(hex, "hex").toString("utf8"));
  const [[characterSet = "", collation = ""] = []] = await ask(
    `SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${schema};`,
  );
  const tables = await namesOf(
    `SELECT HEX(TABLE_NAME) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${schema} AND TABLE_TYPE <> 'VIEW';`,
  );
  const views = await namesOf(
    `SELECT HEX(TABLE_NAME) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${schema} AND TABLE_TYPE = 'VIEW';`,
  );
  const triggers = await namesOf(
    `SELECT HEX(TRIGGER_NAME) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ${schema};`,
  );
  const plain = ["--skip-dump-date", "--skip-lock-tables", "--no-data"];
  const viewsAnew =
    views.length === 0 ? "" : await describe(...plain, "--skip-triggers", "--", from, ...views);
  const restAnew = await describe(
    ...[...plain, "--no-create-info", "--triggers", "--routines", "--events", "--", from],
  );

  await ask(`CREATE DATABASE ${quoteName(to)} CHARACTER SET ${characterSet} COLLATE ${collation};`);
  const [old, now] = [quoteName(from), quoteName(to)];
  if (triggers.length > 0)
    await ask(triggers.map((name) => `DROP TRIGGER ${old}.${quoteName(name)};`).join("\n"));
  if (tables.length > 0) {
    const moves = tables.map((name) => `${old}.${quoteName(name)} TO ${now}.${quoteName(name)}`);
    await ask(`SET FOREIGN_KEY_CHECKS = 0; RENAME TABLE ${moves.join(", ")};`);
  }
  // routines before views that call them
  await run(restAnew, to);
  if (viewsAnew !== "") await run(viewsAnew, to);
  await ask(`DROP DATABASE ${old};`);
}
