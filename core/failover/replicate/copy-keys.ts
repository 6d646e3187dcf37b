import { BackstayError } from "../../../shared/errors.ts";
import type { KeyId } from "../../../shared/ids.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { Repository } from "../../repository/repository.ts";
import type { Store } from "../../storage/store.ts";

/** How many key files were copied, and which could not be because they are damaged at the source. */
export type CopiedKeys = { readonly copied: number; readonly damaged: readonly KeyId[] };

/** Copies the key files that the target lacks, each as it is: what password opens one replica then opens the other. */
export async function copyKeys(
  from: Repository,
  to: { readonly store: Store },
  signal?: AbortSignal,
): Promise<CopiedKeys> {
  const there = new Set<string>();
  for await (const { name } of to.store.list("key", signal)) there.add(name);
  const damaged: KeyId[] = [];
  let copied = 0;
  for await (const { name } of from.store.list("key", signal)) {
    if (there.has(name)) continue;
    const bytes = await from.store.read("key", name, undefined, signal);
    if (sha256(bytes).toString("hex") !== name) {
      damaged.push(name as KeyId);
      continue;
    }
    await to.store.write("key", name, bytes, signal);
    copied += 1;
  }
  if (damaged.includes(from.keyId))
    throw new BackstayError("OBJECT_CORRUPT", { kind: "key", name: from.keyId, reason: "hash" });
  return { copied, damaged };
}
