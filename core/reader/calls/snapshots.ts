import type { CheckedInput, Output } from "../../../shared/api/methods.ts";
import { describeSeries } from "../snapshot-series.ts";
import { describeSnapshot } from "../snapshot-view.ts";
import type { CallContext } from "./call-context.ts";

/** The newest first. Looks at the repository again: others may write to it too. */
export async function listSeries({ opened, signal }: CallContext): Promise<Output<"snapshots.series">> {
  const { broken } = await opened.refresh(signal);
  const series = [...opened.allSeries()].map(([id, ofSeries]) => describeSeries(id, ofSeries));
  return { series: series.sort((a, b) => b.newestMs - a.newestMs), unreadable: broken.length };
}

export async function listSnapshots(
  input: CheckedInput<"snapshots.list">,
  { opened, search, signal }: CallContext,
): Promise<Output<"snapshots.list">> {
  const { broken } = await opened.refresh(signal);
  const filesGone = search.use((index) => index.filesGone(input.seriesId));
  return {
    repositoryId: input.repositoryId,
    snapshots: opened
      .series(input.seriesId)
      .map((snapshot) => describeSnapshot(snapshot, filesGone?.get(snapshot.id) ?? null)),
    unreadable: broken.length,
  };
}
