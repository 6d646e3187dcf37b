import type { FileKind } from "../../../shared/errors.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { Store } from "../../storage/store.ts";
import { isDamage } from "./damage.ts";

/**
 * Reads a file that is named by its content.
 * @returns undefined when it is damaged, or lies on a bad spot, or is gone
 * @throws what the store throws when it is in trouble as a whole
 */
export async function readWhole(
  store: Store,
  kind: Exclude<FileKind, "config">,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const bytes = await store.read(kind, name, undefined, signal);
    return sha256(bytes).toString("hex") === name ? bytes : undefined;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return undefined;
  }
}
