import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RepositoryId } from "../../shared/ids.ts";
import type { SnapshotSeries } from "../../shared/model/snapshot.ts";
import { host } from "../host/host.ts";
import { useCall } from "../host/use-call.ts";

export type RepositorySeries = {
  readonly repositoryId: RepositoryId;
  readonly repositoryName: string;
  readonly series: SnapshotSeries;
};

/** The series of all repositories, the one with the newest snapshot first. Those of a repository that does not answer are left out. */
export function useSeries(): readonly RepositorySeries[] {
  const answer = useCall("repositories.list", {});
  const repositories = answer.kind === "ready" ? answer.value.repositories : [];
  const queries = useQueries({
    queries: repositories.map(({ id }) => ({
      queryKey: ["snapshots.series", { repositoryId: id }],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        host.call("snapshots.series", { repositoryId: id }, signal),
    })),
  });
  const key = queries.map(({ dataUpdatedAt }) => dataUpdatedAt).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the answers, which are new objects each time
  return useMemo(
    () =>
      repositories
        .flatMap(({ id, name }, n) =>
          (queries[n]?.data?.series ?? []).map((series) => ({
            ...{ repositoryId: id, repositoryName: name, series },
          })),
        )
        .sort((a, b) => b.series.newestMs - a.series.newestMs),
    [key, repositories.length],
  );
}
