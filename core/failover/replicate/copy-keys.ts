import { BackstayError } from "../../../shared/errors.ts";
import type { KeyId } from "../../../shared/ids.ts";
import type { Repository } from "../../repository/repository.ts";
import type { Store } from "../../storage/store.ts";
import { compareKeys } from "./compare-keys.ts";
import { readWhole } from "./read-whole.ts";

/** How many key files were copied, and which could not be because they are damaged at the source. */
export type CopiedKeys = { readonly copied: number; readonly damaged: readonly KeyId[] };

/** Copies the key files that the target lacks, each as it is: what password opens one replica then opens the other. */
export async function copyKeys(
  from: Repository,
  to: { readonly store: Store },
  signal?: AbortSignal,
): Promise<CopiedKeys> {
  const { onlyHere } = await compareKeys(from.store, to.store, signal);
  const damaged: KeyId[] = [];
  let copied = 0;
  for (const id of onlyHere) {
    const bytes = await readWhole(from.store, "key", id, signal);
    if (bytes === undefined) damaged.push(id);
    else {
      await to.store.write("key", id, bytes, signal);
      copied += 1;
    }
  }
  if (damaged.includes(from.keyId))
    throw new BackstayError("OBJECT_CORRUPT", { kind: "key", name: from.keyId, reason: "hash" });
  return { copied, damaged };
}
