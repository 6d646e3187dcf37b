import { randomUUID } from "node:crypto";
import path from "node:path";
import { dialog } from "electron";
import type { LogEntry } from "../../core/api/backstay.ts";
import { systemClock } from "../../core/clock.ts";
import { connectToHost, type HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { createFileSecretStore } from "../../core/secrets/file-secret-store.ts";
import type { SecretStore } from "../../core/secrets/secret-store.ts";
import { isBackstayError } from "../../shared/errors.ts";
import { VERSION } from "../../shared/version.ts";
import { JOB_PROCESS_FILE } from "../places.ts";
import { hasKeyStore } from "../secrets/has-key-store.ts";
import { safeSecretStore } from "../secrets/safe-secret-store.ts";
import { attachedEngine } from "./attached-engine.ts";
import type { DesktopEngine } from "./desktop-engine.ts";
import { openOwnEngine } from "./own-engine.ts";
import { utilityJobProcesses } from "./utility-job-processes.ts";

export type OpenedEngine = {
  readonly engine: DesktopEngine;
  /** Where the passwords are when there is no key store; undefined when there is, or when another host keeps them. */
  readonly secretsFile: string | undefined;
  /** The version of a host that runs already; undefined when it is ours, or cannot be told. */
  readonly otherVersion: string | undefined;
};

/**
 * Attaches to the host that runs on this data folder, or becomes it.
 * @throws {BackstayError} what opening the engine throws; HOST_RUNNING when one runs that does not answer
 */
export async function openEngine(folder: string, log: (entry: LogEntry) => void): Promise<OpenedEngine> {
  const running = await connectToHost(folder);
  if (running !== undefined) {
    log({ level: "info", text: "attached to the host that runs already" });
    return await attach(running, log);
  }
  const secretsFile = path.join(folder, "secrets.json");
  const fileStore = createFileSecretStore(secretsFile, (mode) =>
    log({
      level: "warning",
      text: "others could read the passwords' file",
      facts: { mode: mode.toString(8) },
    }),
  );
  const isSafe = await hasKeyStore();
  const secrets: SecretStore = isSafe
    ? safeSecretStore(path.join(folder, "secrets-sealed.json"), fileStore)
    : fileStore;
  const spawnJob = utilityJobProcesses(JOB_PROCESS_FILE);
  const parts = {
    folder,
    hostKind: "desktop",
    secrets,
    spawnJob,
    clock: systemClock,
    log,
    chooseFolder,
  } as const;
  try {
    return {
      engine: await openOwnEngine(parts, mistakesTo(log)),
      secretsFile: isSafe ? undefined : secretsFile,
      otherVersion: undefined,
    };
  } catch (error) {
    if (!isBackstayError(error, "HOST_RUNNING")) throw error;
    const started = await connectToHost(folder); // between our question and now
    if (started === undefined) throw error;
    return await attach(started, log);
  }
}

async function attach(host: HostConnection, log: (entry: LogEntry) => void): Promise<OpenedEngine> {
  const version = await host.callHost("host.about", {}).then(
    (about) => about.version,
    () => undefined, // an older one may not answer this; whether it answers at all is found out by what follows
  );
  const otherVersion = version === VERSION ? undefined : version;
  if (otherVersion !== undefined) {
    const facts = { own: VERSION, other: otherVersion };
    log({ level: "warning", text: "the host that runs already is of another version", facts });
  }
  return { engine: attachedEngine(host, mistakesTo(log)), secretsFile: undefined, otherVersion };
}

function mistakesTo(log: (entry: LogEntry) => void): (error: unknown, method: string) => string {
  return (error, method) => {
    const reference = randomUUID();
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log({ level: "error", text, facts: { method, reference } });
    return reference;
  };
}

async function chooseFolder(): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    properties: ["openDirectory", "createDirectory", "showHiddenFiles"],
  });
  return canceled ? undefined : filePaths[0];
}
