import { stat } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { BackstayError, hasSystemCode, isBackstayError, systemCodeOf } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import type { LocationFinding } from "../../shared/model/repository.ts";
import { askPlace, requireAnswer } from "../platform/ask-place.ts";
import { openRepository, requireRepository } from "../repository/open-repository.ts";
import { openStore } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import { onDiskOf } from "./disk-of.ts";
import { spaceAt } from "./free-space.ts";
import { lookAtFolder } from "./look-at-folder.ts";

/** Also enough for a password that takes long to try. */
const INSPECT_LIMIT_MS = 120_000;
const SOURCES_LIMIT_MS = 3_000;
/** Until a share has answered anything at all. */
const ANSWER_LIMIT_MS = 20_000;

/**
 * Looks what stands at a location, and changes nothing there.
 *
 * @param location in its normal form
 * @param password opens the repository, if there is one
 * @param sourcePaths what may be on the same disk
 * @throws {BackstayError} WRONG_PASSWORD and what else opening a repository throws that is there
 */
export async function inspectLocation(
  location: string,
  password: string | null,
  sourcePaths: readonly string[],
  isKnown: (id: RepositoryId | undefined) => boolean,
): Promise<LocationFinding> {
  const late = () => new BackstayError("STORE_VANISHED", { location });
  await requireAnswer(location, ANSWER_LIMIT_MS, late);
  return await askPlace(
    location,
    INSPECT_LIMIT_MS,
    async (signal) => {
      const store = openStore(location);
      try {
        const { freeBytes } = await spaceAt(store.location);
        const sameDiskAs = await Promise.race([
          onDiskOf(store.location, sourcePaths),
          after(SOURCES_LIMIT_MS, [], { ref: false }), // a source that hangs says nothing about this place
        ]);
        const found = { freeBytes, sameDiskAs };
        const nothing = { ...found, repositoryId: null, snapshotCount: null, isKnown: isKnown(undefined) };
        const kind = await kindOf(store, signal);
        if (kind !== "repository" || password === null) return { ...nothing, kind };
        const { id } = await openRepository(store, password, signal);
        const snapshotCount = await countSnapshots(store, signal);
        return { kind, repositoryId: id, snapshotCount, isKnown: isKnown(id), ...found };
      } finally {
        await store.close();
      }
    },
    late,
  );
}

async function kindOf(store: Store, signal: AbortSignal): Promise<LocationFinding["kind"]> {
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
