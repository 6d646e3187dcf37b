import type { ListAhead } from "../list-ahead.ts";
import type { OpenedRepository } from "../opened-repository.ts";
import type { SearchAccess } from "../search-access.ts";
import type { TodayLookup } from "../today/today-lookup.ts";
import type { ComparisonCache } from "./comparison-cache.ts";
import type { FolderStates } from "./folder-states.ts";

/** What answering a call takes. */
export type CallContext = {
  readonly opened: OpenedRepository;
  readonly today: TodayLookup;
  readonly folderStates: FolderStates;
  readonly comparisons: ComparisonCache;
  readonly search: SearchAccess;
  readonly listAhead: ListAhead;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
};
