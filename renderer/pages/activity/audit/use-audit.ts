import { useInfiniteQuery } from "@tanstack/react-query";
import type { WireError } from "../../../../shared/errors.ts";
import type { AUDIT_ACTORS, AuditEntry } from "../../../../shared/model/audit.ts";
import { host } from "../../../host/host.ts";
import { toWireError } from "../../../host/to-wire-error.ts";

/** So many that a screen is full, and another one is ready. */
const PAGE_SIZE = 100;
/** Nobody is told of each record; who looks at them sees new ones soon. */
const LOOK_AGAIN_MS = 15_000;

export type AuditFilter = (typeof AUDIT_ACTORS)[number] | "all";

export type AuditEntries = {
  /** The newest first. Undefined until the first page is there. */
  readonly entries: readonly AuditEntry[] | undefined;
  readonly error: WireError | undefined;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly isReadingMore: boolean;
  readonly readMore: () => void;
};

/** What was done, page by page as far as somebody scrolls. */
export function useAudit(filter: AuditFilter): AuditEntries {
  const query = useInfiniteQuery({
    queryKey: ["audit.list", filter],
    queryFn: ({ pageParam, signal }) =>
      host.call(
        "audit.list",
        { before: pageParam, limit: PAGE_SIZE, actors: filter === "all" ? null : [filter] },
        signal,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries, hasMore }) => (hasMore ? entries.at(-1)?.number : undefined),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return {
    entries: query.data?.pages.flatMap(({ entries }) => entries),
    error: query.error === null ? undefined : toWireError(query.error),
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => void query.fetchNextPage(),
  };
}
