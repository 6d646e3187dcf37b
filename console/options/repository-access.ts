import { holdsPassword } from "../../core/storage/location-secrets.ts";
import { BackstayError } from "../../shared/errors.ts";
import { type Environment, VARIABLE_PREFIXES } from "../environment.ts";
import { readTextFile } from "./read-text-file.ts";

/**
 * Where a repository is and how its password is got, as said on the command line and in the environment. There are two of
 * them: the repository worked on, and the one `init` takes parameters from, whose flags begin with `--from-`.
 */
export type AccessFlags = {
  readonly repo?: string | undefined;
  readonly repositoryFile?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly passwordCommand?: string | undefined;
};

/** `flag` and `variable` go between `--` and `repo`, and between `BACKSTAY_` and `REPOSITORY`. */
export type AccessNames = { readonly flag: "" | "from-"; readonly variable: "" | "FROM_" };

export const OWN_ACCESS: AccessNames = { flag: "", variable: "" };
export const FROM_ACCESS: AccessNames = { flag: "from-", variable: "FROM_" };

export type PasswordSource =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "command"; readonly command: string };

/**
 * The repository's location: from a flag, else from `BACKSTAY_…`, else from `RESTIC_…`.
 * @throws {BackstayError} USAGE when there is none, or two at once; FILE_UNREADABLE; STORE_LOCATION_INVALID for a flag with a password
 */
export async function findLocation(
  flags: AccessFlags,
  names: AccessNames,
  env: Environment,
): Promise<string> {
  const places = [
    {
      location: flags.repo,
      file: flags.repositoryFile,
      said: `--${names.flag}repo`,
      fileSaid: `--${names.flag}repository-file`,
    },
    ...VARIABLE_PREFIXES.map((prefix) => ({
      location: env[`${prefix}${names.variable}REPOSITORY`] || undefined,
      file: env[`${prefix}${names.variable}REPOSITORY_FILE`] || undefined,
      said: `${prefix}${names.variable}REPOSITORY`,
      fileSaid: `${prefix}${names.variable}REPOSITORY_FILE`,
    })),
  ];
  for (const { location, file, said, fileSaid } of places) {
    refuseBoth(location, file, said, fileSaid);
    if (location !== undefined) {
      // the environment and files are for their owner; a command line is for everybody
      if (said.startsWith("--")) refusePassword(location);
      return location;
    }
    if (file !== undefined) return (await readTextFile(file)).trim();
  }
  const about = [`--${names.flag}repo`, `BACKSTAY_${names.variable}REPOSITORY`];
  throw new BackstayError("USAGE", { problem: "repository-unnamed", about });
}

/**
 * Where the password comes from, in the same order. Within the environment a command counts before a file before the
 * password itself, as with restic.
 *
 * @returns undefined when nobody said, so that a person must be asked
 * @throws {BackstayError} USAGE when a file and a command are given at once
 */
export function findPasswordSource(
  flags: AccessFlags,
  names: AccessNames,
  env: Environment,
): PasswordSource | undefined {
  refuseBoth(
    flags.passwordFile,
    flags.passwordCommand,
    `--${names.flag}password-file`,
    `--${names.flag}password-command`,
  );
  const fromFlags = sourceOf(flags.passwordCommand, flags.passwordFile, undefined);
  if (fromFlags !== undefined) return fromFlags;
  for (const prefix of VARIABLE_PREFIXES) {
    const name = `${prefix}${names.variable}PASSWORD`;
    const source = sourceOf(env[`${name}_COMMAND`], env[`${name}_FILE`], env[name]);
    if (source !== undefined) return source;
  }
  return undefined;
}

/** @throws {BackstayError} STORE_LOCATION_INVALID */
export function refusePassword(location: string): void {
  if (!holdsPassword(location)) return;
  const scheme = location.slice(0, location.indexOf(":"));
  throw new BackstayError("STORE_LOCATION_INVALID", { location: `${scheme}:…`, reason: "password" });
}

function sourceOf(
  command: string | undefined,
  path: string | undefined,
  text: string | undefined,
): PasswordSource | undefined {
  if (command) return { kind: "command", command };
  if (path) return { kind: "file", path };
  return text ? { kind: "text", text } : undefined;
}

function refuseBoth(
  one: string | undefined,
  other: string | undefined,
  said: string,
  otherWay: string,
): void {
  if (one === undefined || other === undefined) return;
  throw new BackstayError("USAGE", { problem: "both-given", about: [said, otherWay] });
}
