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
 * Tables go in one statement: all of them or none. Triggers keep a table where it is, so they are removed before and made again after it.
 * Whatever fails on the way, such as a view that cannot be made any more, the tables go back and their triggers are made again there: until
 * the last statement, all else is still where it was.
 *
 * It must not be stopped halfway; whoever calls it lets nobody cancel it.
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
  const triggersAnew =
    triggers.length === 0 ? "" : await describe(...plain, "--no-create-info", "--triggers", "--", from);
  const restAnew = await describe(
    ...[...plain, "--no-create-info", "--skip-triggers", "--routines", "--events", "--", from],
  );
  const [old, now] = [quoteName(from), quoteName(to)];
  const moveTables = async (here: string, there: string) => {
    const moves = tables.map((name) => `${here}.${quoteName(name)} TO ${there}.${quoteName(name)}`);
    if (moves.length > 0) await ask(`SET FOREIGN_KEY_CHECKS = 0; RENAME TABLE ${moves.join(", ")};`);
  };
  const dropTriggers = async (here: string) => {
    const drops = triggers.map((name) => `DROP TRIGGER IF EXISTS ${here}.${quoteName(name)};`);
    if (drops.length > 0) await ask(drops.join("\n"));
  };

  await ask(`CREATE DATABASE ${now} CHARACTER SET ${characterSet} COLLATE ${collation};`);
  let hasMoved = false;
  try {
    // what needs no tables first, as it may be what cannot be made anew; routines before views that call them
    await run(restAnew, to);
    await dropTriggers(old);
    await moveTables(old, now);
    hasMoved = true;
    if (viewsAnew !== "") await run(viewsAnew, to);
    if (triggersAnew !== "") await run(triggersAnew, to);
  } catch (error) {
    if (hasMoved) {
      await dropTriggers(now);
      await moveTables(now, old);
    }
    await dropTriggers(old);
    if (triggersAnew !== "") await run(triggersAnew, from);
    await ask(`DROP DATABASE ${now};`);
    throw error;
  }
  await ask(`DROP DATABASE ${old};`);
}
