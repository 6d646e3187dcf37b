import { Argument } from "commander";
import { parseTime } from "../../core/repository/format/parse-time.ts";
import {
  addKey,
  type KeyInfo,
  listKeys,
  removeKey,
  whoIsHere,
} from "../../core/repository/keys/key-store.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { findByPrefix } from "../../core/repository/unpacked-files.ts";
import { BackstayError, isBackstayError, toWire } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { type KeyId, shortId } from "../../shared/ids.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { type LockPurpose, withLock, withRepository } from "../options/open-for-command.ts";
import { askNewPassword, readPassword } from "../options/read-password.ts";
import { formatLocalMoment } from "../output/local-time.ts";
import { formatTable } from "../output/table.ts";

type Flags = { readonly newPasswordFile?: string; readonly user?: string; readonly host?: string };
type Work = (
  repository: Repository,
  flags: Flags,
  context: CommandContext,
  id: string | undefined,
) => Promise<void>;

const ACTIONS = {
  list: showKeys,
  add: addPassword,
  remove: removePassword,
  passwd: changePassword,
} as const satisfies Record<string, Work>;
type Action = keyof typeof ACTIONS;

const LOCK_PURPOSE: Readonly<Record<Action, LockPurpose>> = {
  list: "reading",
  add: "adding",
  remove: "removing",
  passwd: "removing",
};

export const defineKey: DefineCommand = (command, run) => {
  command
    .description(
      "Each key is one password of the repository. Any of them opens all of it; the data is not encrypted anew when one changes.",
    )
    .addArgument(new Argument("<action>", "what to do").choices(Object.keys(ACTIONS)))
    .argument("[id]", "beginning of the id of the key to remove")
    .option("--new-password-file <file>", "file that holds the new password; else it is asked for")
    .option("--user <name>", "user to note in the new key (default: who runs this)")
    .option("--host <name>", "host to note in the new key (default: this computer)")
    .addHelpText(
      "after",
      formatExamples([
        ["See whose keys there are; the one in use has a star", "backstay key list"],
        ["Let a colleague in with a password of their own", "backstay key add --user ines"],
        ["Shut a password out", "backstay key remove 1f3a"],
        ["Change the password that is in use", "backstay key passwd"],
      ]),
    )
    .action((action: Action, id: string | undefined, flags: Flags) =>
      run(command, (context) => runAction(action, id, flags, context)),
    );
};

async function runAction(
  action: Action,
  id: string | undefined,
  flags: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  // an empty one is what a script says whose variable is not set
  if ((action === "remove") !== (id !== undefined && id !== "")) {
    const problem = action === "remove" ? "key-unnamed" : "id-needless";
    throw new BackstayError("USAGE", { problem, about: [`key ${action}`] });
  }
  await withRepository(context, (repository) =>
    withLock(
      repository,
      context,
      () => ACTIONS[action](repository, flags, context, id),
      LOCK_PURPOSE[action],
    ),
  );
  return EXIT.done;
}

async function showKeys(
  repository: Repository,
  _flags: Flags,
  { output, words, signal, language }: CommandContext,
): Promise<void> {
  const { keys, broken } = await listKeys(repository.store, signal);
  for (const error of broken) {
    const { message } = describeError(toWire(error, ""), language);
    output.complain(printable(message), { message_type: "error", error: { message }, during: "load" });
  }
  const isCurrent = ({ id }: KeyInfo) => id === repository.keyId;
  output.json(
    keys.map((key) => ({
      current: isCurrent(key),
      id: shortId(key.id),
      userName: key.username,
      hostName: key.hostname,
      created: createdAt(key),
    })),
  );
  const { id, user, host, created } = words.columns;
  const lines = formatTable<KeyInfo>(
    [
      { title: ` ${id}`, cell: (key) => (isCurrent(key) ? "*" : " ") + shortId(key.id) },
      { title: user, cell: ({ username }) => username },
      { title: host, cell: ({ hostname }) => hostname },
      { title: created, cell: createdAt },
    ],
    keys,
  );
  for (const line of lines) output.line(line);
}

function createdAt({ created }: KeyInfo): string {
  const timeNs = parseTime(created);
  return timeNs === undefined ? created : formatLocalMoment(timeNs);
}

async function addPassword(repository: Repository, flags: Flags, context: CommandContext): Promise<void> {
  const id = await makeKey(repository, flags, context);
  say("added", id, context);
}

async function removePassword(
  repository: Repository,
  _flags: Flags,
  context: CommandContext,
  wanted = "",
): Promise<void> {
  const id = await findKey(repository, wanted, context.signal);
  await removeKey(repository.store, id, repository.keyId, context.signal);
  say("removed", id, context);
}

/** The old key goes only when the new one is there. */
async function changePassword(repository: Repository, flags: Flags, context: CommandContext): Promise<void> {
  const id = await makeKey(repository, flags, context);
  await removeKey(repository.store, repository.keyId, id, context.signal);
  say("changed", id, context);
}

async function makeKey(repository: Repository, flags: Flags, context: CommandContext): Promise<KeyId> {
  const { newPasswordFile: path } = flags;
  const password =
    path === undefined ? await askNewPassword(context) : await readPassword({ kind: "file", path }, context);
  const here = whoIsHere();
  const owner = { username: flags.user ?? here.username, hostname: flags.host ?? here.hostname };
  return await addKey(repository.store, repository.masterKey, password, owner, context.signal);
}

async function findKey(repository: Repository, wanted: string, signal: AbortSignal): Promise<KeyId> {
  try {
    return (await findByPrefix(repository, "key", wanted, signal)) as KeyId;
  } catch (error) {
    if (!isBackstayError(error, "ID_NOT_FOUND")) throw error;
    throw new BackstayError("KEY_NOT_FOUND", { wanted }, { cause: error });
  }
}

function say(what: "added" | "removed" | "changed", id: KeyId, { output, words }: CommandContext): void {
  output.note(words.keys[what](shortId(id)));
  output.json({ message_type: "summary", action: what, id });
}
