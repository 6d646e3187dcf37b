import { isBackstayError } from "../../../shared/errors.ts";
import type { Repository } from "../../repository/repository.ts";
import { readDocument } from "../../repository/unpacked-files.ts";
import { BackstayDocument } from "./documents.ts";

/** What is needed of an opened repository to keep documents in it. */
export type DocumentPlace = Pick<Repository, "store" | "sealedBytes" | "version" | "id">;

export type FoundDocument<D extends BackstayDocument = BackstayDocument> = {
  /** Of its file. */
  readonly name: string;
  readonly content: D;
};

/**
 * A file in the folder that says nothing. `damaged`: it does not open. `foreign`: it belongs to another repository. `newer`: a newer
 * Backstay wrote it, or it is none of its documents.
 */
export type DocumentFinding = { readonly name: string; readonly problem: "damaged" | "foreign" | "newer" };

export type FoundDocuments = {
  readonly documents: readonly FoundDocument[];
  readonly findings: readonly DocumentFinding[];
};

/** Larger than any document of years; what claims to be more is not read. */
const MAX_BYTES = 64 * 1024 * 1024;
/** How often others may replace what was listed while it is read. */
const TRIES = 10;

/**
 * Reads all documents of a replica. What cannot be understood is named and left where it is. When one goes while they are read,
 * all are listed anew: what replaced it may not have been in the list.
 *
 * @throws what the store throws
 */
export async function readDocuments(place: DocumentPlace, signal?: AbortSignal): Promise<FoundDocuments> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await readOnce(place, signal);
    } catch (error) {
      if (!isBackstayError(error, "OBJECT_MISSING") || tries === TRIES) throw error;
    }
  }
}

async function readOnce(place: DocumentPlace, signal: AbortSignal | undefined): Promise<FoundDocuments> {
  const documents: FoundDocument[] = [];
  const findings: DocumentFinding[] = [];
  for (const { name, sizeBytes } of await listAll(place, signal)) {
    const found = sizeBytes > MAX_BYTES ? "damaged" : await readOne(place, name, signal);
    if (typeof found === "string") findings.push({ name, problem: found });
    else documents.push({ name, content: found });
  }
  return { documents, findings };
}

/** In the order of their names, so that whoever looks sees the same. */
async function listAll({ store }: DocumentPlace, signal: AbortSignal | undefined) {
  const files = [];
  if (store.keepsManifests) for await (const file of store.list("manifest", signal)) files.push(file);
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readOne(
  place: DocumentPlace,
  name: string,
  signal: AbortSignal | undefined,
): Promise<BackstayDocument | DocumentFinding["problem"]> {
  let json: Uint8Array;
  try {
    json = await readDocument(place, "manifest", name, signal);
  } catch (error) {
    if (isBackstayError(error, "OBJECT_CORRUPT")) return "damaged";
    throw error;
  }
  const parsed = BackstayDocument.safeParse(parseJson(json));
  if (!parsed.success) return "newer";
  return parsed.data.repositoryId === place.id ? parsed.data : "foreign";
}

function parseJson(json: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(json).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Those of one kind. */
export function documentsOf<K extends BackstayDocument["document"]>(
  { documents }: FoundDocuments,
  kind: K,
): readonly FoundDocument<Extract<BackstayDocument, { document: K }>>[] {
  return documents.filter(
    (found): found is FoundDocument<Extract<BackstayDocument, { document: K }>> =>
      found.content.document === kind,
  );
}
