import type { CheckedInput, Output } from "../../../shared/api/methods.ts";
import { type RawPath, rawPathFromBytes, rawPathToText } from "../../platform/raw-path.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import type { FolderListing } from "../folder-listing.ts";
import type { SeenFolder } from "../list-ahead.ts";
import { componentsOf, locateFolder } from "../locate.ts";
import type { OpenedRepository } from "../opened-repository.ts";
import { seriesOfSnapshot } from "../snapshot-series.ts";
import { originalPlace } from "../today/original-place.ts";
import { contractPath, describeEntry } from "../tree-entry.ts";
import type { CallContext } from "./call-context.ts";
import { lookAt } from "./folder-states.ts";

/** A page must not wait long for a share that is slow. */
const TODAY_LIMIT_MS = 500;
/** As in the contract. */
const MAX_LEFT_OUT = 20;

/** A page of a folder. @throws {BackstayError} SNAPSHOT_NOT_FOUND, PATH_NOT_IN_SNAPSHOT, ENTRY_TYPE_WRONG, TREE_BROKEN ... */
export async function readFolderPage(
  input: CheckedInput<"restore.folder">,
  context: CallContext,
): Promise<Output<"restore.folder">> {
  const { opened, signal, search } = context;
  const { snapshot, path, tree, listing } = await openFolder(input, context);
  const place = originalPlace(snapshot, opened.hostname);
  const order = listing.inOrder(input.sort);
  const states =
    input.onlyDifferent && place !== undefined
      ? await context.folderStates.of({ path, tree }, listing, place)
      : undefined;
  signal.throwIfAborted();
  const shown = states === undefined ? order : order.filter((n) => states[n] !== "same");
  const numbers = [...shown.subarray(input.offset, input.offset + input.limit)];
  const entries = numbers.map((n) => listing.entry(n));
  context.listAhead.see({
    folders: () => foldersAmong(numbers, listing, opened),
    listings: opened.listings,
    sort: input.sort,
  });
  const today =
    states === undefined
      ? await lookAt(context.today, path, entries, place, TODAY_LIMIT_MS)
      : numbers.map((n) => states[n] ?? null);
  const names = entries.map(({ name }) => name);
  const seriesId = seriesOfSnapshot(snapshot);
  const versions = search.use((index) =>
    index.indexed(seriesId) < opened.series(seriesId).length
      ? undefined // a number that still grows says nothing
      : index.countVersions(seriesId, componentsOf(path), names),
  );
  return {
    path: contractPath(path),
    total: shown.length,
    offset: input.offset,
    entries: entries.map((entry, n) => describeEntry(path, entry, today[n] ?? null, versions?.[n] ?? null)),
    isOfThisHost: place !== undefined,
    leftOut: {
      total: listing.odd.length,
      entries: listing.odd.slice(0, MAX_LEFT_OUT).map(({ name, fault }) => ({
        name: name.length === 0 ? null : rawPathToText(rawPathFromBytes(name)),
        fault,
      })),
    },
  };
}

/** What the index knows of the folders in sight; one that it does not know is said when somebody opens it. */
function foldersAmong(
  numbers: readonly number[],
  listing: FolderListing,
  { repository: { cache } }: OpenedRepository,
): readonly SeenFolder[] {
  return numbers
    .filter((n) => listing.isFolder(n))
    .map((n) => listing.node(n).subtree)
    .filter((tree) => tree !== undefined)
    .flatMap((tree) =>
      cache.index
        .locate("tree", tree)
        .slice(0, 1)
        .map(({ length, uncompressedLength }) => ({ tree, treeBytes: uncompressedLength || length })),
    );
}

/** Where the next entry is whose name begins so, from `from` on and then from the beginning. */
export async function seekInFolder(
  input: CheckedInput<"restore.seek">,
  context: CallContext,
): Promise<Output<"restore.seek">> {
  const { listing } = await openFolder(input, context);
  const order = listing.inOrder(input.sort);
  const prefix = fold(input.prefix);
  for (let step = 0; step < order.length; step += 1) {
    const index = (input.from + step) % order.length;
    if (fold(rawPathToText(listing.name(order[index] ?? 0))).startsWith(prefix)) return { index };
  }
  return { index: null };
}

/** Names come from systems that write accents in different ways. */
function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

type OpenFolder = {
  readonly snapshot: StoredSnapshot;
  readonly path: RawPath;
  readonly tree: Awaited<ReturnType<typeof locateFolder>>["tree"];
  readonly listing: FolderListing;
};

async function openFolder(
  input: Pick<CheckedInput<"restore.folder">, "snapshotId" | "path">,
  { opened, signal }: CallContext,
): Promise<OpenFolder> {
  const snapshot = await opened.snapshot(input.snapshotId, signal);
  const { path, tree } = await locateFolder(opened.listings, snapshot, input.path as RawPath, signal);
  return { snapshot, path, tree, listing: await opened.listings.get(tree, signal) };
}
