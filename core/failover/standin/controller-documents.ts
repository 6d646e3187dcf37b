/** What installations say of themselves in a replica, as it is read and written. */
import type { BackstayDocument, ControllerDocument } from "../manifest/documents.ts";
import { type DocumentPlace, documentsOf, type FoundDocuments } from "../manifest/read-documents.ts";
import { replaceDocuments } from "../manifest/replace-documents.ts";
import { type FoundInstallation, mergeLeases } from "./stand-in.ts";

/** The newest document of each installation; of two that a killed one left, all leases count. */
export type Controllers = ReadonlyMap<string, { readonly newest: ControllerDocument } & FoundInstallation>;

/** @param all what was found in each of the replicas that could be read */
export function controllersIn(all: readonly FoundDocuments[]): Controllers {
  const byWriter = Map.groupBy(
    all.flatMap((found) => documentsOf(found, "controller").map(({ content }) => content)),
    ({ writer }) => writer,
  );
  return new Map(
    [...byWriter].flatMap(([id, documents]) => {
      const newest = documents.toSorted((a, b) => b.writtenMs - a.writtenMs || b.beat - a.beat)[0];
      if (newest === undefined) return [];
      const stamps = new Set(documents.map(({ beat, writtenMs }) => `${writtenMs}.${beat}`));
      const leases = documents.map((one) => one.leases).reduce(mergeLeases, []);
      return [[id, { id, newest, leases, stamp: [...stamps].sort().join(" ") }] as const];
    }),
  );
}

/**
 * Puts the own document in the place of those that were found; nobody else writes one.
 * @throws {BackstayError} STORE_WITHOUT_MANIFESTS, or what the store throws
 */
export async function publishController(
  place: DocumentPlace,
  found: FoundDocuments,
  document: ControllerDocument,
  signal: AbortSignal,
): Promise<void> {
  const own = documentsOf(found, "controller").filter(({ content }) => content.writer === document.writer);
  await replaceDocuments<BackstayDocument>(place, own, document, signal);
}
