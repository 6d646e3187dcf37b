import { useInfiniteQuery } from "@tanstack/react-query";
import type { WireError } from "../../../shared/errors.ts";
import type { JobView } from "../../../shared/model/job.ts";
import { host } from "../../host/host.ts";
import { toWireError } from "../../host/to-wire-error.ts";
import { type JobFilter, jobQuery, joinPages, nextBefore } from "./job-filter.ts";

/** So many that a screen is full, and another one is ready. */
const PAGE_SIZE = 100;

export type Jobs = {
  /** The newest first, those at work before all others. Undefined until the first page is there. */
  readonly jobs: readonly JobView[] | undefined;
  readonly error: WireError | undefined;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly isReadingMore: boolean;
  readonly readMore: () => void;
};

/** The jobs there are, page by page as far as somebody scrolls. */
export function useJobs(filter: JobFilter): Jobs {
  const query = useInfiniteQuery({
    // events say by the method's name that answers are old
    queryKey: ["jobs.list", jobQuery(filter), "pages"],
    queryFn: ({ pageParam, signal }) =>
      host.call("jobs.list", { ...jobQuery(filter), beforeMs: pageParam, limit: PAGE_SIZE }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ jobs, hasMore }) => (hasMore ? nextBefore(jobs) : undefined),
  });
  return {
    jobs: query.data === undefined ? undefined : joinPages(query.data.pages.map(({ jobs }) => jobs)),
    error: query.error === null ? undefined : toWireError(query.error),
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => void query.fetchNextPage(),
  };
}
