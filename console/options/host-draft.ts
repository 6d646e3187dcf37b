/** A watched host as the command line describes it. Passwords come from files, or are asked for; never from arguments. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { Option } from "commander";
import { BackstayError } from "../../shared/errors.ts";
import {
  SNMP_BOXES,
  SNMP_CIPHERS,
  SNMP_HASHES,
  SNMP_PORT,
  type SnmpBox,
  type SnmpCipher,
  type SnmpHash,
  SnmpHostSetup,
} from "../../shared/model/snmp-setup.ts";
import {
  SshHostSetup,
  type WatchedHostDraft,
  type WatchedHostSecrets,
} from "../../shared/model/watched-host.ts";
import type { CommandContext } from "../context.ts";
import { askPassword } from "./read-password.ts";
import { readTextFile } from "./read-text-file.ts";

export type HostFlags = {
  readonly ssh?: string;
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly signInFile?: string;
  readonly agent?: boolean;
  readonly snmp?: string;
  readonly snmpV2c?: string;
  readonly hash?: SnmpHash;
  readonly cipher?: SnmpCipher;
  readonly box?: SnmpBox;
  readonly hashPasswordFile?: string;
  readonly cipherPasswordFile?: string;
  readonly communityFile?: string;
};

export type GivenHost = { readonly draft: WatchedHostDraft; readonly secrets: WatchedHostSecrets };

export const SSH_PORT = 22;
/** `user@address`, `user@address:port`, `user@[fe80::1]:port`; without a user for SNMP version 2c */
const PLACE = /^(?:([^@\s]+)@)?(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/;

export function addHostFlags(command: Command): void {
  command
    .option("--ssh <user@address>", "where it is; with :port where that is not 22")
    .option("--key <file>", "sign in with this private key")
    .option("--passphrase-file <file>", "file with the passphrase of the key")
    .option("--sign-in-file <file>", "sign in with the password in this file; - for standard input")
    .option("--agent", "sign in with the SSH agent that runs beside Backstay")
    .option(
      "--snmp <user@address>",
      "where a storage box is that answers SNMP version 3; with :port where that is not 161",
    )
    .option(
      "--hash-password-file <file>",
      "file with the password of that account; asked for where it is left out",
    )
    .option(
      "--cipher-password-file <file>",
      "file with its password for encryption; asked for where it is left out",
    )
    .addOption(
      new Option("--hash <name>", "how requests are signed; sha256 unless told otherwise").choices(
        SNMP_HASHES,
      ),
    )
    .addOption(
      new Option("--cipher <name>", "how they are encrypted; aes128 unless told otherwise").choices(
        SNMP_CIPHERS,
      ),
    )
    .option(
      "--snmp-v2c <address>",
      "the same with SNMP version 2c, which is insecure: nothing is signed or encrypted",
    )
    .option("--community-file <file>", "file with the community; asked for where it is left out")
    .addOption(
      new Option("--box <maker>", "whose box it is; found out where it is left out").choices(SNMP_BOXES),
    );
}

/** Whether the command line says where the host is. */
export function isPlaceGiven({ ssh, snmp, snmpV2c }: HostFlags): boolean {
  return [ssh, snmp, snmpV2c].some((place) => place !== undefined);
}

/** @throws {BackstayError} USAGE; FILE_UNREADABLE, FILE_NOT_TEXT, PASSWORD_MISSING, PASSWORD_NOT_TEXT */
export async function readHostDraft(
  name: string,
  flags: HostFlags,
  context: CommandContext,
): Promise<GivenHost> {
  const places = [flags.ssh, flags.snmp, flags.snmpV2c].filter((place) => place !== undefined);
  if (places[1] !== undefined) throw usage("too-many", places[1]);
  if (flags.snmp !== undefined || flags.snmpV2c !== undefined) return await readSnmp(name, flags, context);
  return await readSsh(name, flags, context);
}

async function readSsh(name: string, flags: HostFlags, { stdin }: CommandContext): Promise<GivenHost> {
  const [, user, bracketed, plain, port] = PLACE.exec(flags.ssh ?? "") ?? [];
  const { key, signInFile, passphraseFile } = flags;
  const signIn = key !== undefined ? "key" : signInFile !== undefined ? "password" : "agent";
  const setup = SshHostSetup.safeParse({
    ...{ kind: "ssh", address: bracketed ?? plain, port: Number(port ?? SSH_PORT), user, signIn },
  });
  if (!setup.success)
    throw usage("value-invalid", flags.ssh ?? "", "--ssh", "user@address, user@address:port");
  if (signIn === "agent" && flags.agent !== true) throw usage("argument-missing", "--key");
  const secrets: WatchedHostSecrets = {};
  if (key !== undefined) secrets.privateKey = await readTextFile(atHome(key));
  if (key !== undefined && passphraseFile !== undefined)
    secrets.passphrase = (await readTextFile(atHome(passphraseFile))).trim();
  if (signIn === "password" && signInFile !== undefined)
    secrets.password = (await readTextFile(signInFile, stdin())).trim();
  return { draft: { name, setup: setup.data }, secrets };
}

async function readSnmp(name: string, flags: HostFlags, context: CommandContext): Promise<GivenHost> {
  const { snmp, snmpV2c, hash = "sha256", cipher = "aes128", box = null } = flags;
  const isSigned = snmp !== undefined;
  const place = snmp ?? snmpV2c ?? "";
  const [, user, bracketed, plain, port] = PLACE.exec(place) ?? [];
  const setup = SnmpHostSetup.safeParse({
    ...{ kind: "snmp", address: bracketed ?? plain, port: Number(port ?? SNMP_PORT), box },
    signIn: isSigned ? { version: "v3", user, hash, cipher } : { version: "v2c" },
  });
  if (!setup.success && isSigned)
    throw usage("value-invalid", place, "--snmp", "user@address, user@address:port");
  if (!setup.success || (!isSigned && user !== undefined))
    throw usage("value-invalid", place, "--snmp-v2c", "address, address:port");
  const { ask } = context.words.watching;
  const draft = { name, setup: setup.data };
  if (!isSigned)
    return { draft, secrets: { community: await secretFrom(flags.communityFile, ask.community, context) } };
  // one after the other: both may be asked for
  const hashPassword = await secretFrom(flags.hashPasswordFile, ask.hashPassword, context);
  const cipherPassword = await secretFrom(flags.cipherPasswordFile, ask.cipherPassword, context);
  return { draft, secrets: { hashPassword, cipherPassword } };
}

async function secretFrom(
  file: string | undefined,
  question: string,
  context: CommandContext,
): Promise<string> {
  if (file === undefined) return await askPassword(question, context);
  const secret = (await readTextFile(atHome(file), context.stdin())).trim();
  if (secret === "") throw new BackstayError("PASSWORD_MISSING", { where: context.words.password.empty });
  return secret;
}

/** A shell does this, but not behind `--key=`. */
function atHome(file: string): string {
  return file.startsWith("~/") ? join(homedir(), file.slice(2)) : file;
}

function usage(problem: "too-many" | "argument-missing" | "value-invalid", ...about: readonly string[]) {
  return new BackstayError("USAGE", { problem, about });
}
