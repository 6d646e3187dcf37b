import { useInfiniteQuery } from "@tanstack/react-query";
import type { Input } from "../../../../shared/api/methods.ts";
import type { WireError } from "../../../../shared/errors.ts";
import type { ComparePage, TreeChange } from "../../../../shared/model/browse.ts";
import { host } from "../../../host/host.ts";
import { toWireError } from "../../../host/to-wire-error.ts";

const PAGE_SIZE = 500;

export type Changes =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: WireError; readonly retry: () => void }
  | {
      readonly kind: "ready";
      readonly changes: readonly TreeChange[];
      readonly hasMore: boolean;
      readonly counts: Pick<ComparePage, "added" | "removed" | "changed">;
      readonly readMore: () => void;
      /** Reading further failed. */
      readonly moreError: WireError | undefined;
    };

/** What differs between two snapshots, as far as one has looked. */
export function useChanges(input: Omit<Input<"restore.compare">, "offset" | "limit"> | undefined): Changes {
  const query = useInfiniteQuery({
    queryKey: ["restore.compare", input],
    enabled: input !== undefined,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      input === undefined
        ? Promise.reject(new Error("not asked"))
        : host.call("restore.compare", { ...input, offset: pageParam, limit: PAGE_SIZE }, signal),
    getNextPageParam: (last, pages) =>
      last.hasMore ? pages.reduce((sum, { changes }) => sum + changes.length, 0) : undefined,
  });
  if (query.data !== undefined) {
    const last = query.data.pages.at(-1);
    return {
      kind: "ready",
      changes: query.data.pages.flatMap(({ changes }) => changes),
      hasMore: query.hasNextPage,
      counts: last ?? { added: 0, removed: 0, changed: 0 },
      readMore: () => {
        if (query.hasNextPage && !query.isFetching && query.error === null) void query.fetchNextPage();
      },
      moreError: query.error === null ? undefined : toWireError(query.error),
    };
  }
  if (query.error !== null && !query.isFetching) {
    return { kind: "failed", error: toWireError(query.error), retry: () => void query.refetch() };
  }
  return { kind: "loading" };
}
