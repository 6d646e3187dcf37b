import type { TreeChange } from "../../../shared/model/browse.ts";

/** What differs between two snapshots. */
export type Comparison = {
  readonly changes: readonly TreeChange[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
};

/** The comparisons that were made last, so that turning the pages costs nothing. */
export type ComparisonCache = Map<string, Comparison>;
