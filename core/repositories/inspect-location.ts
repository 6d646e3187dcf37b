import { stat } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { hasSystemCode, isBackstayError, systemCodeOf } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import type { LocationFinding } from "../../shared/model/repository.ts";
import { openRepository, requireRepository } from "../repository/open-repository.ts";
import { isLocal } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import { atPlace, type OpenablePlace } from "./at-place.ts";
import { onDiskOf } from "./disk-of.ts";
import { findingOfNames, lookAtFolder } from "./look-at-folder.ts";
import { spaceAtStore } from "./space-at-store.ts";

/** Also enough for a password that takes long to try. */
const INSPECT_LIMIT_MS = 120_000;
const SOURCES_LIMIT_MS = 3_000;

/**
 * Looks what stands at a place, and changes nothing there.
 *
 * @param place its location in its normal form
 * @param password opens the repository, if there is one
 * @param sourcePaths what may be on the same disk
 * @throws {BackstayError} WRONG_PASSWORD and what else opening a repository throws that is there; of another machine also why it
 * cannot be reached or signed in to
 */
export async function inspectLocation(
  place: OpenablePlace,
  password: string | null,
  sourcePaths: readonly string[],
  isKnown: (id: RepositoryId | undefined) => boolean,
): Promise<LocationFinding> {
  return await atPlace(place, INSPECT_LIMIT_MS, async (store, signal) => {
    const isFolder = isLocal(store.location);
    // first, as it says in words why another machine cannot be asked
    const kind = isFolder ? await kindOfFolder(store, signal) : await kindOfPlace(store, signal);
    const { freeBytes } = await spaceAtStore(store, signal);
    const sameDiskAs = isFolder ? await sourcesBeside(store.location, sourcePaths) : [];
    const found = { freeBytes, sameDiskAs };
    const nothing = { ...found, repositoryId: null, snapshotCount: null, isKnown: isKnown(undefined) };
    if (kind !== "repository" || password === null) return { ...nothing, kind };
    const { id } = await openRepository(store, password, signal);
    const snapshotCount = await countSnapshots(store, signal);
    return { kind, repositoryId: id, snapshotCount, isKnown: isKnown(id), ...found };
  });
}

async function sourcesBeside(location: string, sourcePaths: readonly string[]): Promise<string[]> {
  return await Promise.race([
    onDiskOf(location, sourcePaths),
    after(SOURCES_LIMIT_MS, [], { ref: false }), // a source that hangs says nothing about this place
  ]);
}

/** The same of another machine, whose errors say more than that it is out of reach. */
async function kindOfPlace(store: Store, signal: AbortSignal): Promise<LocationFinding["kind"]> {
  try {
    await requireRepository(store, signal);
    return "repository";
  } catch (error) {
    if (isBackstayError(error, "CONFIG_MISSING")) return "other-files";
    if (!isBackstayError(error, "REPOSITORY_MISSING")) throw error;
  }
  const entries = await store.entries?.(signal);
  if (entries === undefined || entries === "nothing-there") return "nothing-there";
  if (entries === "file") return "file";
  const found = findingOfNames(entries);
  return found === "unfinished-repository" ? "empty-folder" : found;
}

async function kindOfFolder(store: Store, signal: AbortSignal): Promise<LocationFinding["kind"]> {
  try {
    await requireRepository(store, signal);
    return "repository";
  } catch (error) {
    if (isBackstayError(error, "CONFIG_MISSING")) return "other-files";
    if (await isFile(store.location)) return "file";
    if (!isBackstayError(error, "REPOSITORY_MISSING")) return "unreachable";
  }
  try {
    const found = await lookAtFolder(store.location);
    return found === "unfinished-repository" ? "empty-folder" : found;
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return "unreachable";
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isDirectory();
  } catch (error) {
    return hasSystemCode(error, "ENOTDIR");
  }
}

async function countSnapshots(store: Store, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const _ of store.list("snapshot", signal)) count += 1;
  return count;
}
