import type { KeyId } from "../../../shared/ids.ts";
import type { Store } from "../../storage/store.ts";

/** Names of the key files of two places, side by side. A key that both have makes them places of the same repository. */
export type ComparedKeys = {
  readonly both: readonly KeyId[];
  readonly onlyHere: readonly KeyId[];
  readonly onlyThere: readonly KeyId[];
};

/** @throws what the stores throw */
export async function compareKeys(here: Store, there: Store, signal?: AbortSignal): Promise<ComparedKeys> {
  const [ours, theirs] = [await keyNames(here, signal), await keyNames(there, signal)];
  return {
    both: [...ours.intersection(theirs)],
    onlyHere: [...ours.difference(theirs)],
    onlyThere: [...theirs.difference(ours)],
  };
}

async function keyNames(store: Store, signal: AbortSignal | undefined): Promise<Set<KeyId>> {
  const names = new Set<KeyId>();
  for await (const { name } of store.list("key", signal)) names.add(name as KeyId);
  return names;
}
