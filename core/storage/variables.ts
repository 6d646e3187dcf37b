import { readFile } from "node:fs/promises";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";

/**
 * What opening a place on another machine takes besides its location: names of users, passwords, keys. The names are those of the
 * environment, from which the command line takes them; a host takes them from its key store, by place. Never logged, and never part
 * of an error or a location.
 */
export type StoreVariables = Readonly<Record<string, string | undefined>>;

const PREFIXES = ["BACKSTAY_", "RESTIC_"] as const;

/** The value of `BACKSTAY_name`, else of `RESTIC_name`; undefined when both are missing or empty. */
export function variableOf(variables: StoreVariables, name: string): string | undefined {
  return PREFIXES.map((prefix) => variables[prefix + name] || undefined).find((value) => value !== undefined);
}

/**
 * The same of a secret, or the content of the file that `name_FILE` names.
 * @throws {BackstayError} FILE_UNREADABLE
 */
export async function secretOf(variables: StoreVariables, name: string): Promise<string | undefined> {
  const path = variableOf(variables, `${name}_FILE`);
  if (path === undefined) return variableOf(variables, name);
  return (await readNamedFile(path)).replace(/\r?\n$/, "");
}

/** @throws {BackstayError} FILE_UNREADABLE */
export async function readNamedFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const systemCode = systemCodeOf(cause);
    if (systemCode === undefined) throw cause;
    throw new BackstayError("FILE_UNREADABLE", { path, systemCode }, { cause });
  }
}
