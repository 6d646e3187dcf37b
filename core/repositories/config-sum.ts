import { createHash } from "node:crypto";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { Store } from "../storage/store.ts";

/**
 * The SHA-256 sum of a repository's `config`, by which it is known again without its password.
 * @throws {BackstayError} REPOSITORY_MISSING when there is none, or what the store throws
 */
export async function readConfigSum(store: Store, signal: AbortSignal): Promise<string> {
  try {
    const bytes = await store.read("config", "config", undefined, signal);
    return createHash("sha256").update(bytes).digest("hex");
  } catch (error) {
    const isMissing = isBackstayError(error, "OBJECT_MISSING") || isBackstayError(error, "STORE_VANISHED");
    if (!isMissing) throw error;
    throw new BackstayError("REPOSITORY_MISSING", { location: store.location }, { cause: error });
  }
}
