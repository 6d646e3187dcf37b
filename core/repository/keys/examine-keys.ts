import { BackstayError, type CorruptReason } from "../../../shared/errors.ts";
import type { KeyId } from "../../../shared/ids.ts";
import type { Store } from "../../storage/store.ts";
import { decodeKeyFile } from "../format/key-file.ts";
import { sha256 } from "../pack/blob-codec.ts";
import { checkScryptParameters } from "./scrypt-parameters.ts";

export type ExaminedKeys = {
  /** Key files there are. */
  readonly count: number;
  readonly broken: readonly { readonly id: KeyId; readonly reason: CorruptReason }[];
};

/**
 * Looks at every key file: its bytes must have the SHA-256 that is its name, and must make sense. Without its password more cannot
 * be known: whether there is one that opens it shows only to whoever types it.
 *
 * @throws what the store throws when it fails as a whole
 */
export async function examineKeys(store: Store, signal?: AbortSignal): Promise<ExaminedKeys> {
  const broken: { id: KeyId; reason: CorruptReason }[] = [];
  let count = 0;
  for await (const { name } of store.list("key", signal)) {
    count += 1;
    const id = name as KeyId;
    try {
      const reason = whatIsWrong(await store.read("key", id, undefined, signal), id);
      if (reason !== undefined) broken.push({ id, reason });
    } catch (error) {
      if (!(error instanceof BackstayError)) throw error;
      if (error.code === "OBJECT_MISSING")
        count -= 1; // removed by somebody since it was listed
      else if (error.code === "OBJECT_CORRUPT")
        broken.push({ id, reason: (error as BackstayError<"OBJECT_CORRUPT">).details.reason });
      else throw error;
    }
  }
  return { count, broken };
}

function whatIsWrong(bytes: Uint8Array, id: KeyId): CorruptReason | undefined {
  if (sha256(bytes).toString("hex") !== id) return "hash";
  const { kdf, n, r, p } = decodeKeyFile(bytes, id);
  if (kdf !== "scrypt") return "schema";
  try {
    checkScryptParameters({ n, r, p }, id);
    return undefined;
  } catch (error) {
    if (error instanceof BackstayError) return "schema";
    throw error;
  }
}
