import { printable } from "../../../../shared/format/printable.ts";
import type { SnapshotSeries } from "../../../../shared/model/snapshot.ts";

/**
 * Where something is, as a person would say it: from what the source is called, not from the top of the disk.
 *
 * @param folder as text
 * @returns like `Documents › Clients › Brandt GmbH`
 */
export function folderWords(
  folder: string,
  series: Pick<SnapshotSeries, "name" | "paths"> | undefined,
): string {
  const [only, ...others] = series?.paths ?? [];
  const isBelow = only !== undefined && (folder === only || folder.startsWith(`${only}/`));
  // with several paths, the source's name would not say which of them
  const parts =
    series !== undefined && isBelow && others.length === 0
      ? [series.name, ...folder.slice(only.length).split("/")]
      : folder.split("/");
  return (
    parts
      .filter((part) => part !== "")
      .map(printable)
      .join(" › ") || "/"
  );
}
