import type { CheckedInput, Output } from "../../../shared/api/methods.ts";
import type { CallContext } from "./call-context.ts";

/** Finds names in all snapshots; as long as the index is not filled, in those that are in it. */
export async function searchFiles(
  input: CheckedInput<"restore.search">,
  { opened, search }: CallContext,
): Promise<Output<"restore.search">> {
  const { snapshots } = opened.snapshots();
  const wanted = input.seriesId === null ? snapshots : opened.series(input.seriesId);
  const found = search.use((index) => index.search(input, wanted.length));
  return found ?? { hits: [], hasMore: false, snapshotsIndexed: 0, snapshotsTotal: wanted.length };
}
