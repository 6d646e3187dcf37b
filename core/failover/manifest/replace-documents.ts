import { writeDocument } from "../../repository/unpacked-files.ts";
import type { BackstayDocument } from "./documents.ts";
import type { DocumentPlace, FoundDocument } from "./read-documents.ts";

/**
 * Puts one document in the place of several that it comprises. The new one is durable before an old one goes, so that whoever is
 * stopped in between leaves too much and never too little. Of several that say the same, all installations keep the same one: two
 * that clean up at once would otherwise each remove what the other kept.
 *
 * @param found those that `wanted` comprises
 * @throws what the store throws
 */
export async function replaceDocuments<D extends BackstayDocument>(
  place: DocumentPlace,
  found: readonly FoundDocument<D>[],
  wanted: D,
  signal?: AbortSignal,
): Promise<void> {
  const text = canonical(wanted);
  const alike = found.filter(({ content }) => canonical(content) === text).map(({ name }) => name);
  const kept = alike.sort()[0] ?? (await writeOne(place, wanted, signal));
  for (const { name } of found) if (name !== kept) await place.store.remove("manifest", name, signal);
}

export async function writeOne(
  place: DocumentPlace,
  content: BackstayDocument,
  signal?: AbortSignal,
): Promise<string> {
  return await writeDocument(place, "manifest", Buffer.from(canonical(content)), signal);
}

/** The same text for the same content, whatever the order in which it was put together. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(",")}}`;
}
