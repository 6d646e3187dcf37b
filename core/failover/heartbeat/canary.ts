import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { CanaryDocument } from "../manifest/documents.ts";
import { type DocumentPlace, documentsOf, type FoundDocuments } from "../manifest/read-documents.ts";
import { writeOne } from "../manifest/replace-documents.ts";

/** Others' canaries that are still there after this long were left behind: no heartbeat takes so long. */
const LEFT_AFTER_MS = 10 * 60_000;

/** When canaries of others were first seen, by the own clock, as the clocks of others may be wrong. */
export type SeenCanaries = Map<string, number>;

/**
 * Writes a small file, reads it back, and removes it. It is removed also when the signal is aborted meanwhile.
 * @throws {BackstayError} OBJECT_CORRUPT when what was read is not what was written; what the store throws
 */
export async function flyCanary(
  place: DocumentPlace,
  content: CanaryDocument,
  signal: AbortSignal,
): Promise<void> {
  const name = await writeOne(place, content, signal);
  try {
    const back = await place.store.read("manifest", name, undefined, signal);
    if (sha256(back).toString("hex") !== name)
      throw new BackstayError("OBJECT_CORRUPT", { kind: "manifest", name, reason: "hash" });
  } catch (error) {
    await place.store.remove("manifest", name).catch(requireRefusal); // the next heartbeat finds it
    throw error;
  }
  await place.store.remove("manifest", name);
}

/** What a place refuses is to be expected where it failed before. */
function requireRefusal(error: unknown): void {
  if (!isBackstayError(error)) throw error;
}

/**
 * Removes canaries that were left behind: own ones, as an installation has one heartbeat at a time on a replica, and those of others
 * that stay.
 */
export async function sweepCanaries(
  place: DocumentPlace,
  found: FoundDocuments,
  seen: SeenCanaries,
  installationId: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<void> {
  const canaries = documentsOf(found, "canary");
  const names = new Set(canaries.map(({ name }) => name));
  for (const name of seen.keys()) if (!names.has(name)) seen.delete(name);
  for (const { name, content } of canaries) {
    const sinceMs = seen.get(name) ?? nowMs;
    seen.set(name, Math.min(sinceMs, nowMs));
    if (content.writer !== installationId && nowMs - sinceMs < LEFT_AFTER_MS) continue;
    await place.store.remove("manifest", name, signal);
  }
}
