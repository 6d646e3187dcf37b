import type { Readable } from "node:stream";
import type { AppState } from "../../shared/model/app.ts";
import type { Overview } from "../../shared/model/overview.ts";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { Clock } from "../clock.ts";
import type { SpawnJobProcess } from "../jobs/spawn-job-process.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import type { Dispatch } from "./dispatch.ts";
import type { EventHub } from "./event-hub.ts";

/** What a download ticket stands for. */
export type Download = {
  readonly fileName: string;
  /** Undefined where it is not known beforehand. */
  readonly sizeBytes: number | undefined;
  /** Ends with an error when something could not be read: a browser then sees a broken download, never a short file. */
  readonly content: Readable;
};

/** The running engine, as a host sees it. */
export type Backstay = {
  readonly dispatch: Dispatch;
  readonly events: EventHub;
  /** For what is done to the host itself, past the contract: signing in, passwords. */
  readonly audit: Pick<AuditTrail, "note">;
  /** For a tray, a health page or metrics; cheap, and never throws. */
  overview(): Overview;
  /** @returns undefined for a ticket that is unknown, used, or too old */
  openDownload(ticket: string): Promise<Download | undefined>;
  /** The computer runs on battery, or no longer. */
  setOnBattery(isOnBattery: boolean): void;
  /** The computer woke up: what was missed is caught up. */
  noteWakeUp(): void;
  /** Starts nothing more, stops the jobs that run (they are restarted with the next host), and closes the catalog. */
  stop(): Promise<void>;
};

export type LogEntry = {
  readonly level: "info" | "warning" | "error";
  readonly text: string;
  readonly facts?: Readonly<Record<string, unknown>>;
};

/** What a host brings. */
export type BackstayParts = {
  /** Where the catalog and the caches are; exists. See `makeDataFolder`. */
  readonly folder: string;
  readonly hostKind: AppState["hostKind"];
  readonly secrets: SecretStore;
  /** How job processes are started; the readers of repositories are started the same way. */
  readonly spawnJob: SpawnJobProcess;
  readonly clock: Clock;
  /** Never given a secret or the content of a file. */
  readonly log: (entry: LogEntry) => void;
  /** What this computer is called in snapshots and on the pages; the system's name when it is absent. */
  readonly hostname?: string;
  /** False for a host that lives for one piece of work only: no plan starts by itself there, nor is caught up. */
  readonly isScheduling?: boolean;
  /** The only place programs about disks are taken from, for tests and demonstrations: what they print is as good as a disk. */
  readonly toolFolder?: string;
  /** The system's dialog for choosing a folder, where there is one; undefined when the person chose none. */
  readonly chooseFolder?: () => Promise<string | undefined>;
};
