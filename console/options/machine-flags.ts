/** A machine that is reached over SSH, as the command line describes it. Secrets come from files, or are asked for; never from arguments. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { BackstayError } from "../../shared/errors.ts";
import type { Source, SourceDraft } from "../../shared/model/source.ts";
import { machineOf } from "../../shared/model/source.ts";
import {
  HostKeyText,
  isSameMachineAccount,
  machineText,
  SshMachine,
  type SshSecrets,
  secretsOfMachine,
} from "../../shared/model/ssh-machine.ts";
import type { CommandContext } from "../context.ts";
import { sourceConsoleWords } from "../words/source-words.ts";
import { SSH_PORT } from "./host-draft.ts";
import { required } from "./named-repository.ts";
import { parseLimit } from "./pace-flags.ts";
import { askPassword, readPassword } from "./read-password.ts";
import { readTextFile } from "./read-text-file.ts";

export type SignInFlags = {
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly signInFile?: string;
  readonly agent?: boolean;
  readonly hostKey?: string;
};
export type MachineFlags = SignInFlags & {
  readonly through?: string;
  readonly machineName?: string;
  /** In bytes a second; 0 for as fast as it goes. */
  readonly limitRead?: number;
};

export const SIGN_IN_FLAGS = ["key", "passphraseFile", "signInFile", "agent", "hostKey"] as const;

export function addMachineFlags(command: Command): void {
  command
    .option(
      "--machine-name <name>",
      "sftp: what snapshots call the machine; its address where it is left out",
    )
    .option(
      "--limit-read <rate>",
      "sftp: read at most so many KiB a second of it; 0 for no limit",
      parseLimit,
    )
    .option(
      "--through <user@address>",
      "databases: the machine through whose SSH the server is reached, as it sees it; with :port where that is not 22",
    )
    .option("--key <file>", "machine over SSH: sign in with this private key")
    .option("--passphrase-file <file>", "machine over SSH: file with the passphrase of the key")
    .option(
      "--sign-in-file <file>",
      "machine over SSH: sign in with the password in this file; - for standard input; asked for where nothing is said",
    )
    .option(
      "--agent",
      "machine over SSH: sign in with the SSH agent that runs beside Backstay, or the keys in ~/.ssh",
    )
    .option(
      "--host-key <key>",
      'machine over SSH: the key it must have, like "ssh-ed25519 SHA256:..."; shown and asked for on a terminal where it is left out',
    );
}

/**
 * @param where what is said of it; undefined where it is as before
 * @throws {BackstayError} USAGE
 */
export function machineOfFlags(
  where: {
    readonly address?: string | undefined;
    readonly port?: number | undefined;
    readonly user?: string | undefined;
  },
  flags: SignInFlags,
  before: SshMachine | undefined,
  written: string,
): SshMachine {
  const address = where.address ?? before?.address ?? required(undefined, "--host");
  const port = where.port ?? before?.port ?? SSH_PORT;
  const user = where.user ?? before?.user ?? required(undefined, "--user");
  const isSame = before !== undefined && before.address === address && before.port === port;
  const hostKey = flags.hostKey ?? (isSame ? before.hostKey : null);
  const parsed = SshMachine.safeParse({ address, port, user, signIn: wayOf(flags, before), hostKey });
  if (parsed.success) return parsed.data;
  if (!HostKeyText.nullable().safeParse(hostKey).success)
    throw usage("value-invalid", hostKey ?? "", "--host-key", "ssh-ed25519 SHA256:…");
  const field = String(parsed.error.issues[0]?.path[0]);
  if (written !== "") throw usage("value-invalid", written, "--through", "user@address, user@address:port");
  if (field === "port") throw usage("value-invalid", String(port), "--port", "1-65535");
  throw field === "user"
    ? usage("value-invalid", user, "--user", "")
    : usage("value-invalid", address, "--host", "");
}

function wayOf(
  { key, signInFile, agent }: SignInFlags,
  before: SshMachine | undefined,
): SshMachine["signIn"] {
  const ways = [
    ...(key === undefined ? [] : (["--key"] as const)),
    ...(signInFile === undefined ? [] : (["--sign-in-file"] as const)),
    ...(agent === true ? (["--agent"] as const) : []),
  ];
  const [first, second] = ways;
  if (first !== undefined && second !== undefined) throw usage("both-given", first, second);
  if (first === "--key") return "key";
  if (first === "--agent") return "agent";
  return first === "--sign-in-file" ? "password" : (before?.signIn ?? "password");
}

/** `user@address`, `user@address:port`, `user@[fe80::1]:port` */
const PLACE = /^([^@\s]+)@(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/;

/** @returns null for none. @throws {BackstayError} USAGE */
export function throughOfFlags(
  flags: MachineFlags,
  before: SshMachine | null | undefined,
): SshMachine | null | undefined {
  const { through } = flags;
  const signIn = SIGN_IN_FLAGS.some((flag) => flags[flag] !== undefined);
  if (through === "" || (through === undefined && before == null)) {
    if (signIn) throw usage("argument-missing", "--through");
    return through === undefined ? before : null;
  }
  if (through === undefined) return machineOfFlags({}, flags, before ?? undefined, "");
  const [, user, bracketed, plain, port] = PLACE.exec(through) ?? [];
  if (user === undefined)
    throw usage("value-invalid", through, "--through", "user@address, user@address:port");
  const where = { user, address: bracketed ?? plain, port: Number(port ?? SSH_PORT) };
  return machineOfFlags(where, flags, before ?? undefined, through);
}

/**
 * What the machine of a source is signed in to with, as far as it is said; what is kept for the same account stays.
 *
 * @throws {BackstayError} USAGE, PASSWORD_MISSING, PASSWORD_NOT_TEXT, FILE_UNREADABLE, FILE_NOT_TEXT
 */
export async function readMachineSecrets(
  draft: SourceDraft,
  before: Source | undefined,
  { key, passphraseFile, signInFile }: SignInFlags,
  context: CommandContext,
): Promise<SshSecrets> {
  const machine = machineOf(draft);
  if (machine === undefined) return {};
  const passphrase =
    passphraseFile === undefined ? {} : { passphrase: (await readTextFile(atHome(passphraseFile))).trim() };
  if (key !== undefined) return { privateKey: await readTextFile(atHome(key)), ...passphrase };
  if (signInFile !== undefined) return { password: await readPasswordIn(signInFile, context) };
  const known = before === undefined ? undefined : machineOf(before);
  const kept = (before !== undefined && "keptOfMachine" in before ? before.keptOfMachine : undefined) ?? [];
  const isKept = known !== undefined && isSameMachineAccount(known, machine);
  const missing = secretsOfMachine(machine).find(
    (name) => name !== "passphrase" && !(isKept && kept.includes(name)),
  );
  if (missing === "privateKey") throw usage("argument-missing", "--key");
  if (missing === undefined) return passphrase;
  return { ...passphrase, password: await askSignIn(machine, draft, context) };
}

/** The password of the account that folders are read with may come the way that those of databases do. */
async function askSignIn(machine: SshMachine, draft: SourceDraft, context: CommandContext): Promise<string> {
  const { passwordFile, passwordCommand } = context.flags;
  if (draft.kind === "sftp" && passwordCommand !== undefined)
    return await readPassword({ kind: "command", command: passwordCommand }, context);
  if (draft.kind === "sftp" && passwordFile !== undefined) return await readPasswordIn(passwordFile, context);
  return await askPassword(sourceConsoleWords[context.language].askSignIn(machineText(machine)), context);
}

async function readPasswordIn(file: string, context: CommandContext): Promise<string> {
  if (file !== "-") return await readPassword({ kind: "file", path: atHome(file) }, context);
  return await askPassword("", context);
}

/** A shell does this, but not behind `--key=`. */
function atHome(file: string): string {
  return file.startsWith("~/") ? join(homedir(), file.slice(2)) : file;
}

function usage(problem: "argument-missing" | "value-invalid" | "both-given", ...about: readonly string[]) {
  return new BackstayError("USAGE", { problem, about });
}
