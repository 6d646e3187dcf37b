/** Pages of a database that stand in another file beside it, and count instead of those in the database's own. */
export type OverlayPages = {
  readonly pageSizeBytes: number;
  /** How many pages the database has. */
  readonly pageCount: number;
  /** How many of them stand in the other file. */
  readonly count: number;
  /** @returns which of these is the first with at least this number, as an index for the two below */
  indexOf(page: number): number;
  pageAt(index: number): number;
  /** Where in the other file its bytes begin. */
  positionAt(index: number): number;
};

/**
 * @param pages by which they stand there: each once, rising
 * @param positionAt by index into `pages`
 */
export function overlayPages(
  pages: Uint32Array,
  sizes: Pick<OverlayPages, "pageSizeBytes" | "pageCount">,
  positionAt: (index: number) => number,
): OverlayPages {
  return {
    ...sizes,
    count: pages.length,
    indexOf: (page) => lowerBound(pages, page),
    pageAt: (index) => pages[index] ?? 0,
    positionAt,
  };
}

function lowerBound(sorted: Uint32Array, wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
