/** Has the audit trail of this user's Backstay know of commands that work on a repository past it. */

import { noteWithoutHost } from "../../core/audit/note-without-host.ts";
import { openStoresToRead } from "../../core/catalog/open-stores.ts";
import { systemClock } from "../../core/clock.ts";
import type { RecordedCommand } from "../../shared/api/host-methods.ts";
import type { CommandContext } from "../context.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";
import { findLocation, OWN_ACCESS } from "../options/repository-access.ts";

/** What a command was, as far as it is recorded. */
export type CommandRun = {
  readonly name: RecordedCommand;
  /** What `key` was to do. */
  readonly action: string | undefined;
  readonly isDryRun: boolean;
  readonly exitCode: number;
};

type Surroundings = Pick<CommandContext, "env" | "flags">;

/** A help and no guarantee: whoever has the password of a repository can do without Backstay. Never rejects. */
export async function recordCommand(run: CommandRun, { env, flags }: Surroundings): Promise<void> {
  // without any of them it is no user's shell, and nobody's data folder is meant
  if (env.BACKSTAY_HOME === undefined && env.HOME === undefined && env.XDG_DATA_HOME === undefined) return;
  try {
    const { name, action = null, isDryRun, exitCode } = run;
    const location = withoutPassword(await findLocation(flags, OWN_ACCESS, env).catch(() => ""));
    const facts = { command: name, action, location, isDryRun, exitCode };
    const host = await findHost(env);
    if (host === undefined) {
      noteInFolder(dataFolderOf(env), facts);
      return;
    }
    try {
      await host.callHost("audit.noteCommand", facts);
    } finally {
      host.close();
    }
  } catch {
    // the command itself has done its work, or said why not
  }
}

/** One that an older Backstay made is left to the next host: a single command migrates nothing. */
function noteInFolder(folder: string, facts: Parameters<typeof commandFacts>[0]): void {
  const stores = openStoresToRead(folder);
  if (stores === undefined) return;
  stores.close();
  const act = { actor: { kind: "local" } as const, action: "command.ran", facts: commandFacts(facts) };
  noteWithoutHost(folder, systemClock, act, () => undefined);
}

function commandFacts({
  action,
  isDryRun,
  ...facts
}: {
  readonly command: string;
  readonly action: string | null;
  readonly location: string;
  readonly isDryRun: boolean;
  readonly exitCode: number;
}) {
  return { ...facts, ...(action === null ? {} : { action }), ...(isDryRun ? { isDryRun } : {}) };
}

function withoutPassword(location: string): string {
  return location.replace(/\/\/[^/@]*@/, "//…@").slice(0, 1000);
}
