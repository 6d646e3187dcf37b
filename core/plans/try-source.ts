/** Tries a source as a backup would read it, for some seconds, and keeps nothing. */
import { lstat, opendir, readlink } from "node:fs/promises";
import { BackstayError, isBackstayError, toWire, type WireError } from "../../shared/errors.ts";
import type { DatabaseDraft, FilesDraft, SourceDraft, SourceSecrets } from "../../shared/model/source.ts";
import { whereText } from "../../shared/model/source.ts";
import type { SourceTrial, SourceTrialPart } from "../../shared/model/source-trial.ts";
import { problemOf } from "../backup/entry-problem.ts";
import type { StreamSource } from "../backup/streams/stream-source.ts";
import type { FoundServer } from "../databases/access.ts";
import { withDumpStreams } from "../databases/dump-source.ts";
import { withServer } from "../databases/server.ts";
import type { Dump } from "../databases/session.ts";
import { tryMachine } from "./try-machine.ts";

const TRIAL_MS = 20_000;
/** More would take too long to look at, and tell no more. */
const MAX_COUNTED_ENTRIES = 100_000;

const NOTHING = { bytes: null, entries: null, looseTables: null, error: null } as const;
const NO_SERVER = { server: null, client: null, savesUsers: null, error: null } as const;

/** @param logReference where the log has more, should something go wrong that nobody foresaw */
export async function trySource(
  draft: SourceDraft,
  secrets: SourceSecrets,
  signal: AbortSignal,
  logReference: string,
): Promise<SourceTrial> {
  const startedMs = performance.now();
  const tookMs = () => Math.round(performance.now() - startedMs);
  const late = AbortSignal.timeout(TRIAL_MS);
  try {
    const found = await tryKind(draft, secrets, { signal, late });
    return { ...found, tookMs: tookMs() };
  } catch (error) {
    signal.throwIfAborted();
    return { ...NO_SERVER, parts: [], error: toWire(error, logReference), tookMs: tookMs() };
  }
}

type Limits = { readonly signal: AbortSignal; readonly late: AbortSignal };
type Tried = Omit<SourceTrial, "tookMs">;

async function tryKind(draft: SourceDraft, secrets: SourceSecrets, limits: Limits): Promise<Tried> {
  switch (draft.kind) {
    case "files":
      return { ...NO_SERVER, parts: await Promise.all(draft.paths.map(tryPath)) };
    case "sftp":
      return { ...NO_SERVER, parts: await tryMachine(draft, secrets.machine ?? {}, limits) };
    case "command": {
      const { name: _, icon: __, ...command } = draft;
      return await withDumpStreams(
        command,
        { password: undefined, signal: limits.signal },
        async ({ streams }) => {
          const parts: SourceTrialPart[] = [];
          for (const stream of streams) {
            const tried = await tryStream(stream, limits);
            parts.push({ ...NOTHING, ...tried, kind: "command", name: draft.program });
          }
          return { ...NO_SERVER, parts };
        },
      );
    }
    case "postgresql":
    case "mariadb":
      return await tryDatabases(draft, secrets, limits);
  }
}

async function tryPath(path: FilesDraft["paths"][number]): Promise<SourceTrialPart> {
  const part = { ...NOTHING, kind: "path", name: path } as const;
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) {
      const details = { path, target: await readlink(path) };
      return { ...part, end: "bad", error: { code: "SOURCE_IS_LINK", details } };
    }
    if (!found.isDirectory()) return { ...part, end: "good" };
    let entries = 0;
    for await (const _ of await opendir(path)) {
      entries += 1;
      if (entries >= MAX_COUNTED_ENTRIES) break;
    }
    return { ...part, end: "good", entries };
  } catch (error) {
    const { systemCode } = problemOf(error);
    const wire: WireError = { code: "SOURCE_NOT_READ", details: { path, systemCode } };
    return { ...part, end: "bad", error: wire };
  }
}

async function tryDatabases(
  draft: DatabaseDraft,
  { password, machine: machineSecrets }: SourceSecrets,
  limits: Limits,
): Promise<Tried> {
  const { signal, late } = limits;
  return await withServer({ ...draft, password, machineSecrets }, signal, async (server) => {
    const found = await server.look(AbortSignal.any([signal, late]));
    const how = { silentMs: TRIAL_MS };
    const parts: SourceTrialPart[] = [];
    if (draft.kind === "postgresql" || found.mayReadUsers) {
      const tried = await tryStream(server.dumpUsers(found, how), limits);
      parts.push({ ...NOTHING, ...tried, kind: "users", name: "" });
    }
    for (const { name, looseTables } of chosenOf(draft, found)) {
      const tried =
        looseTables === undefined
          ? missing(name, draft)
          : late.aborted
            ? ({ end: "untried", bytes: null, error: null } as const)
            : await tryStream(server.dump(name, how), limits);
      parts.push({ ...NOTHING, ...tried, kind: "database", name, looseTables: looseTables ?? null });
    }
    const { version, clientVersion, mayReadUsers } = found;
    return { parts, server: version, client: clientVersion, savesUsers: mayReadUsers, error: null };
  });
}

function chosenOf(
  { databases }: DatabaseDraft,
  found: FoundServer,
): readonly { readonly name: string; readonly looseTables: number | undefined }[] {
  if (databases.length === 0) return found.databases;
  return databases.map((name) => ({
    name,
    looseTables: found.databases.find((one) => one.name === name)?.looseTables,
  }));
}

function missing(name: string, draft: DatabaseDraft) {
  const error: WireError = {
    code: "DATABASE_NOT_THERE",
    details: { server: whereText(draft), names: [name] },
  };
  return { end: "bad", bytes: null, error } as const;
}

/** Reads and forgets, as long as there is time. */
async function tryStream(
  { open }: Dump | StreamSource,
  { signal, late }: Limits,
): Promise<Pick<SourceTrialPart, "end" | "bytes" | "error">> {
  let bytes = 0;
  try {
    for await (const chunk of open(AbortSignal.any([signal, late]))) bytes += chunk.length;
    return { end: "good", bytes, error: null };
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted && bytes > 0) return { end: "begun", bytes, error: null };
    const reason = late.aborted
      ? new BackstayError("COMMAND_SILENT", { program: "", seconds: TRIAL_MS / 1000 })
      : error;
    if (!isBackstayError(reason)) throw reason;
    return { end: "bad", bytes, error: toWire(reason, "") };
  }
}
