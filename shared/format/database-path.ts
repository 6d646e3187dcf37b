/** Where a database stands in a snapshot, and what a path of one is the dump of. */
import { DATABASE_KINDS, type DatabaseKind } from "../model/source.ts";

const EXTENSIONS: Readonly<Record<DatabaseKind, string>> = { postgresql: ".dump", mariadb: ".sql" };

/**
 * A database may be called what no file can: such characters are written as `%` and two digits for each byte.
 * @param folder of its server
 */
export function databasePath(kind: DatabaseKind, folder: string, name: string): string {
  const safe = name.replaceAll(/[%/\\:*?"<>|\p{C}]|^\.|[. ]$/gu, (character) =>
    [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
  return `${folder}/databases/${safe}${EXTENSIONS[kind]}`;
}

export type DatabasePath = {
  readonly kind: DatabaseKind;
  /** Of its server. */
  readonly folder: string;
  readonly name: string;
};

/** @returns undefined for what is no dump of a database */
export function databaseAt(path: string): DatabasePath | undefined {
  const [, folder, kindText, file = ""] = /^(\/([a-z]+)\/[^/]+)\/databases\/([^/]+)$/.exec(path) ?? [];
  const kind = DATABASE_KINDS.find((one) => one === kindText);
  if (kind === undefined || folder === undefined || !file.endsWith(EXTENSIONS[kind])) return undefined;
  const name = file.slice(0, -EXTENSIONS[kind].length).replaceAll(/(?:%[0-9a-f]{2})+/g, (found) => {
    const bytes = found.slice(1).split("%");
    return new TextDecoder().decode(Uint8Array.from(bytes, (digits) => Number.parseInt(digits, 16)));
  });
  return { kind, folder, name };
}
