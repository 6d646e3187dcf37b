import { existsSync } from "node:fs";
import path from "node:path";
import type { Backstay } from "../../core/api/backstay.ts";
import type { Caller } from "../../core/api/handlers.ts";
import { systemClock } from "../../core/clock.ts";
import { openLogFile } from "../../core/logging/log-file.ts";
import type { BackstayApi } from "../../shared/api/client.ts";
import type { Output } from "../../shared/api/methods.ts";
import { BackstayError, fromWire } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";
import { headlessSecrets } from "./headless-secrets.ts";
import { openEngine } from "./open-engine.ts";

/** An engine that somebody else runs, or this process alone. */
export type Engine = BackstayApi & {
  /** Resolves when it has gone without having been stopped; one of our own never does. */
  readonly closed: Promise<void>;
  readonly isOwn: boolean;
};

const CALLER: Caller = { name: "command line", rights: new Set(["read", "write", "programs"]) };

/**
 * Runs work with the host that uses the data folder, or, where none runs, with an engine that lives only as long as the work and
 * starts nothing else by itself.
 *
 * @throws {BackstayError} HOST_NOT_RUNNING when nothing was ever set up there either; HOST_UNREACHABLE; HOST_RUNNING when one
 *   starts in this very moment
 */
export async function withEngine<T>(
  { env }: Pick<CommandContext, "env">,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const host = await findHost(env);
  if (host !== undefined) {
    try {
      return await work({ ...host, isOwn: false });
    } finally {
      host.close();
    }
  }
  const backstay = await openAlone(dataFolderOf(env));
  try {
    return await work(ownEngine(backstay));
  } finally {
    await backstay.stop();
  }
}

async function openAlone(folder: string): Promise<Backstay> {
  if (!existsSync(path.join(folder, "catalog.db"))) throw new BackstayError("HOST_NOT_RUNNING", { folder });
  const logFile = openLogFile(path.join(folder, "logs"), "console", systemClock);
  const log = logFile.write;
  const secrets = headlessSecrets(folder, log);
  return await openEngine({ folder, hostKind: "console", secrets, log, isScheduling: false });
}

function ownEngine(backstay: Backstay): Engine {
  return {
    isOwn: true,
    closed: new Promise(() => {}),
    onEvent: (listener) => backstay.events.subscribe(listener),
    async call(name, input) {
      const answer = await backstay.dispatch(name, input, CALLER);
      if (answer.kind === "error") throw fromWire(answer.error);
      return answer.value as Output<typeof name>; // the dispatch has checked it against the contract
    },
  };
}
