import type { QueryClient } from "@tanstack/react-query";
import type { Input } from "../../../../shared/api/methods.ts";
import type { FolderPage, TreeEntry } from "../../../../shared/model/browse.ts";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import { host } from "../../../host/host.ts";
import { nameOf } from "../model/tree-path.ts";

/** Which folder, and how it is shown. */
export type FolderQuery = Omit<Input<"restore.folder">, "offset" | "limit">;

/** Entries asked for at once: more than a screen shows. */
export const PAGE_SIZE = 200;

/** As `useCall` asks, so that both share their answers and events make both old. */
export function pageRequest(query: FolderQuery, page: number) {
  const input: Input<"restore.folder"> = { ...query, offset: page * PAGE_SIZE, limit: PAGE_SIZE };
  return {
    queryKey: ["restore.folder", input] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => host.call("restore.folder", input, signal),
  };
}

/** Looks through a folder beyond what is in sight. */
export type FolderReader = {
  /** @returns the entries from the first to the last index, both included */
  between(first: number, last: number): Promise<readonly TreeEntry[]>;
  /** Where the next entry from `from` on is whose name begins so; goes on at the top. @returns undefined when none does */
  seek(prefix: string, from: number): Promise<number | undefined>;
  /** Where an entry is. @returns undefined when it is not in this folder, or too hard to find */
  indexOf(path: TreePath): Promise<number | undefined>;
};

/** The contract gives no more in one answer. */
const MOST_AT_ONCE = 1000;
/** Entries that begin with the whole name of the one that is looked for. */
const MOST_NAMESAKES = 8;
/** A filtered list is looked through entry by entry, and no further than this. */
const MOST_SCANNED = 10_000;

export function createFolderReader(client: QueryClient, query: FolderQuery): FolderReader {
  const page = (number: number): Promise<FolderPage> => client.fetchQuery(pageRequest(query, number));
  const entryAt = async (index: number) =>
    (await page(Math.floor(index / PAGE_SIZE))).entries[index % PAGE_SIZE];

  async function seekFrom(prefix: string, from: number): Promise<number | undefined> {
    if (query.onlyDifferent) return await scanFrom(prefix, from);
    const { repositoryId, snapshotId, path, sort } = query;
    const { index } = await host.call("restore.seek", { repositoryId, snapshotId, path, sort, prefix, from });
    return index ?? undefined;
  }

  /** The engine seeks in whole folders only. */
  async function scanFrom(prefix: string, from: number): Promise<number | undefined> {
    const wanted = prefix.toLocaleLowerCase();
    const first = Math.floor(from / PAGE_SIZE);
    for (let number = first; number * PAGE_SIZE < MOST_SCANNED; number += 1) {
      const { entries, total } = await page(number);
      for (const [n, entry] of entries.entries()) {
        const index = number * PAGE_SIZE + n;
        if (index >= from && entry.name.toLocaleLowerCase().startsWith(wanted)) return index;
      }
      if ((number + 1) * PAGE_SIZE >= total) return undefined;
    }
    return undefined;
  }

  return {
    async between(first, last) {
      const entries: TreeEntry[] = [];
      for (let offset = first; offset <= last; offset = first + entries.length) {
        const limit = Math.min(MOST_AT_ONCE, last - offset + 1);
        const { entries: found } = await host.call("restore.folder", { ...query, offset, limit });
        if (found.length === 0) break;
        entries.push(...found);
      }
      return entries;
    },
    async seek(prefix, from) {
      const index = await seekFrom(prefix, from);
      return index ?? (from > 0 ? await seekFrom(prefix, 0) : undefined);
    },
    async indexOf(path) {
      const name = nameOf(path).slice(0, 255);
      if (name === "") return undefined;
      let from = 0;
      for (let tries = 0; tries < MOST_NAMESAKES; tries += 1) {
        const index = await seekFrom(name, from);
        if (index === undefined) return undefined;
        if ((await entryAt(index))?.path === path) return index;
        from = index + 1;
      }
      return undefined;
    },
  };
}
