import path from "node:path";
import { inspect } from "node:util";
import type { LogEntry } from "../../core/api/backstay.ts";
import { systemClock } from "../../core/clock.ts";
import {
  type HostSocket,
  type HostSocketParts,
  serveHostSocket,
} from "../../core/host-socket/serve-host-socket.ts";
import { openLogFile } from "../../core/logging/log-file.ts";
import { makeDataFolderAt } from "../../core/platform/folders.ts";
import {
  type ConsoleOptions,
  checkListening,
  type RunningConsole,
  startConsole,
} from "../server/start-console.ts";
import { headlessSecrets } from "./headless-secrets.ts";
import { openEngine } from "./open-engine.ts";
import { rendererFolder } from "./renderer-folder.ts";

export type HostOptions = ConsoleOptions & {
  /** The data folder; made where it is not there. */
  readonly folder: string;
  /** Whether a service manager started it. */
  readonly isService: boolean;
  /** What the computer is called, where the system's own name is not meant. */
  readonly hostname?: string;
  /** Where programs about disks are taken from, all of them, where the system's own are not meant. */
  readonly toolFolder?: string;
};

/** The engine with its console and its socket. */
export type RunningHost = Pick<RunningConsole, "url" | "address" | "fingerprint" | "makeLink"> & {
  /** Stops in an orderly way: jobs that run are started again by the next host. */
  stop(): Promise<void>;
};

/**
 * Starts the engine on this computer and serves it: to browsers, and to the other programs of its user.
 * @throws {BackstayError} HOST_RUNNING; RUNTIME_LACKS; CATALOG_BROKEN, CATALOG_NEWER; LISTEN_REFUSED and what else
 *   {@link startConsole} throws
 */
export async function runHost(options: HostOptions): Promise<RunningHost> {
  const { folder, isService, hostname, toolFolder } = options;
  makeDataFolderAt(folder);
  const logFile = openLogFile(path.join(folder, "logs"), "console", systemClock);
  const log = (entry: LogEntry) => logFile.write(entry);
  const secrets = headlessSecrets(folder, log);
  await checkListening(options, secrets); // nothing is started that could not be reached
  const started: (() => Promise<void>)[] = [logCrashes(log)];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const backstay = await openEngine({
      ...{ folder, hostKind: isService ? "service" : "console", secrets, log },
      ...(hostname === undefined ? {} : { hostname }),
      ...(toolFolder === undefined ? {} : { toolFolder }),
    });
    started.push(() => backstay.stop());
    const console = await startConsole(options, {
      backstay,
      hostKind: isService ? "service" : "console",
      secrets,
      folder,
      rendererFolder: rendererFolder(),
      clock: systemClock,
      log,
    });
    started.push(() => console.close());
    const socket = await serveSocket(folder, { ...backstay, dispatch: console.dispatch }, log);
    started.push(async () => socket?.close());
    log({ level: "info", text: "the host runs", facts: { pid: process.pid, url: console.url } });
    const { url, address, fingerprint, makeLink } = console;
    return { url, address, fingerprint, makeLink, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Some file systems know no sockets. What only the command line needs is no reason to leave the office without backups. */
async function serveSocket(
  folder: string,
  parts: HostSocketParts,
  log: (entry: LogEntry) => void,
): Promise<HostSocket | undefined> {
  try {
    return await serveHostSocket(folder, parts);
  } catch (error) {
    log({
      level: "warning",
      text: "the command line cannot reach this host",
      facts: { error: inspect(error) },
    });
    return undefined;
  }
}

/** What ends the process without being asked is in the log before it does. @returns what ends the watching */
function logCrashes(log: (entry: LogEntry) => void): () => Promise<void> {
  const onCrash = (error: unknown) => {
    log({ level: "error", text: "the host crashed", facts: { error: inspect(error) } });
  };
  process.on("uncaughtExceptionMonitor", onCrash);
  return async () => {
    process.off("uncaughtExceptionMonitor", onCrash);
  };
}
