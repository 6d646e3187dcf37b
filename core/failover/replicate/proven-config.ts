import { BackstayError } from "../../../shared/errors.ts";
import { readConfig } from "../../repository/open-repository.ts";
import type { Repository } from "../../repository/repository.ts";

/**
 * The config file of a repository as it is stored, which has no name that would say whether it is whole.
 * @throws {BackstayError} OBJECT_CORRUPT when its own key does not open it; CONFIG_MISSING; what the store throws
 */
export async function provenConfig(
  { store, sealedBytes }: Repository,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const sealed = await readConfig(store, signal);
  if (sealedBytes.open(sealed) !== undefined) return sealed;
  throw new BackstayError("OBJECT_CORRUPT", { kind: "config", name: "config", reason: "mac" });
}
