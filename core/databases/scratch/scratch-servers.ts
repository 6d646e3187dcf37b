/** The servers for one backup of one replica at a time: of each kind one, started when it is needed for the first time. */
import { BackstayError } from "../../../shared/errors.ts";
import type { DatabaseKind } from "../../../shared/model/source.ts";
import { compareVersions, versionIn } from "../find-programs.ts";
import type { AboutDump } from "../layout.ts";
import { findServer, type ServerPrograms } from "./find-server.ts";
import { roomFor, type ScratchServer, startScratchServer } from "./scratch-server.ts";
import { serverUser } from "./server-user.ts";

export type WantedServer = {
  readonly kind: DatabaseKind;
  /** What is known of the server that was saved. */
  readonly about: AboutDump | undefined;
  /** Where a person says that programs lie; null looks where systems put them. */
  readonly programFolder: string | null;
};

/** Why there is no server for a dump, which says nothing about the dump. */
export type NoServer = {
  readonly reason: "no-programs" | "older-server" | "other-kind" | "server-failed" | "other-system";
  readonly error: BackstayError | undefined;
};

export type ScratchServers = {
  /** @throws the signal's reason */
  serverFor(wanted: WantedServer, signal: AbortSignal): Promise<ScratchServer | NoServer>;
  /** Where a server of that kind keeps its databases. */
  roomOf(kind: DatabaseKind): string;
  /** Ends all of them. @throws when one cannot be ended */
  close(): Promise<void>;
};

/** @param drillFolder exists, and is removed by whoever made it after all of them were closed */
export function createScratchServers(drillFolder: string): ScratchServers {
  const found = new Map<string, ServerPrograms | undefined>();
  const running = new Map<string, ScratchServer>();
  /** One that does not start is not tried again and again. */
  const failed = new Map<string, NoServer>();

  return {
    async serverFor({ kind, about, programFolder }, signal) {
      const none = (reason: NoServer["reason"]): NoServer => ({ reason, error: undefined });
      if (process.platform === "win32") return none("other-system");
      const key = JSON.stringify([kind, programFolder]);
      if (!found.has(key)) found.set(key, await findServer(kind, programFolder, signal));
      const programs = found.get(key);
      if (programs === undefined) return none("no-programs");
      const unfit = unfitFor(programs, about);
      if (unfit !== undefined) return none(unfit);
      const known = failed.get(key);
      if (known !== undefined) return known;
      const there = running.get(key);
      if (there?.hasEnded() === false) return there;
      await there?.stop();
      running.delete(key);
      try {
        const started = await startScratchServer(kind, programs, drillFolder, signal);
        running.set(key, started);
        return started;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof BackstayError)) throw error;
        const why: NoServer = { reason: "server-failed", error };
        failed.set(key, why);
        return why;
      }
    },
    roomOf: (kind) => roomFor(drillFolder, serverUser(kind) ?? undefined),
    async close() {
      for (const server of running.values()) await server.stop();
      running.clear();
    },
  };
}

/** A server reads what older ones and itself have written, and not always what its relatives have. */
function unfitFor(
  { version, flavour }: ServerPrograms,
  about: AboutDump | undefined,
): "older-server" | "other-kind" | undefined {
  if (about === undefined) return undefined;
  if (flavour !== "postgresql" && /mariadb/i.test(about.server) !== (flavour === "mariadb"))
    return "other-kind";
  const parts = flavour === "postgresql" ? 1 : 2; // what comes behind mends and changes nothing
  const saved = versionIn(about.server).slice(0, parts);
  return compareVersions(version.slice(0, parts), saved) < 0 ? "older-server" : undefined;
}

export function isServer(found: ScratchServer | NoServer): found is ScratchServer {
  return "access" in found;
}
