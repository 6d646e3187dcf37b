import { toCount } from "../reading/numbers.ts";

export type DfLine = {
  readonly source: string;
  readonly path: string;
  readonly total: number;
  readonly used: number;
  readonly available: number;
};

const MAX_LINES = 2000;

/**
 * Reads `df -P -k` (amounts in KiB) or `df -P -i` (numbers of inodes): one line a file system, fields between spaces, a source or a
 * path with spaces in it included. Lines whose amounts are no numbers, such as inodes of a FAT, are left out.
 */
export function parseDf(text: string): readonly DfLine[] {
  const lines: DfLine[] = [];
  for (const line of text.split("\n").slice(1, MAX_LINES)) {
    const [, source, total, used, available, path] =
      /^(.{1,1000}?)\s+(\d{1,20})\s+(\d{1,20})\s+(-?\d{1,20})\s+(?:\d{1,3}%|-)\s+(\/.{0,4000}|[A-Z]:\\.{0,300})$/.exec(
        line,
      ) ?? [];
    const amounts = [total, used, available].map((amount) => toCount(amount));
    if (source === undefined || path === undefined) continue;
    lines.push({
      source,
      path,
      total: amounts[0] ?? 0,
      used: amounts[1] ?? 0,
      // what is kept back for root can make it negative
      available: amounts[2] ?? 0,
    });
  }
  return lines;
}
