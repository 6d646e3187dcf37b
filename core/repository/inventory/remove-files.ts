import type { Repository } from "../repository.ts";
import { forEachAtOnce } from "./for-each-at-once.ts";

const REMOVALS_AT_ONCE = 8;

/** Removes files of one kind, several at a time. */
export async function removeFiles(
  { store }: Pick<Repository, "store">,
  kind: "index" | "pack" | "snapshot",
  names: Iterable<string>,
  signal: AbortSignal,
  onRemoved: () => void = () => undefined,
): Promise<void> {
  await forEachAtOnce(names, REMOVALS_AT_ONCE, async (name) => {
    await store.remove(kind, name, signal);
    onRemoved();
  });
}
