import { BackstayError, type FileKind } from "../../shared/errors.ts";
import { decodeUnpacked, encodeUnpacked } from "./format/unpacked.ts";
import { sha256 } from "./pack/blob-codec.ts";
import type { Repository } from "./repository.ts";

/** The files that hold one sealed JSON document each. */
export type DocumentKind = Extract<FileKind, "index" | "snapshot" | "lock" | "manifest">;

/**
 * Reads a sealed document and proves it: its name is the SHA-256 of its bytes, and its tag is right.
 * @returns the JSON text, as bytes
 * @throws {BackstayError} OBJECT_MISSING, OBJECT_CORRUPT, or what the store throws
 */
export async function readDocument(
  repository: Pick<Repository, "store" | "sealedBytes">,
  kind: DocumentKind,
  name: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const sealed = await repository.store.read(kind, name, undefined, signal);
  if (sha256(sealed).toString("hex") !== name) {
    throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "hash" });
  }
  const plain = repository.sealedBytes.open(sealed);
  if (plain === undefined) throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "mac" });
  return decodeUnpacked(plain, { kind, name });
}

/**
 * Seals and stores a document; it is durable when this resolves.
 * @returns its name, the SHA-256 of what was stored
 */
export async function writeDocument(
  repository: Pick<Repository, "store" | "sealedBytes" | "version">,
  kind: DocumentKind,
  json: Uint8Array,
  signal?: AbortSignal,
): Promise<string> {
  const plain = encodeUnpacked(json, repository.version);
  const sealed = repository.sealedBytes.seal(plain);
  const opened = repository.sealedBytes.open(sealed);
  if (opened === undefined || !sha256(opened).equals(sha256(plain))) {
    throw new Error("a document just sealed does not open again: memory or processor fault");
  }
  const name = sha256(sealed).toString("hex");
  await repository.store.write(kind, name, sealed, signal);
  return name;
}

/**
 * The one file whose name starts so.
 * @throws {BackstayError} ID_NOT_FOUND, ID_AMBIGUOUS
 */
export async function findByPrefix(
  repository: Pick<Repository, "store">,
  kind: Exclude<FileKind, "config">,
  wanted: string,
  signal?: AbortSignal,
): Promise<string> {
  const matches: string[] = [];
  for await (const file of repository.store.list(kind, signal)) {
    if (file.name === wanted) return file.name;
    if (wanted !== "" && file.name.startsWith(wanted)) matches.push(file.name);
  }
  const [only] = matches;
  if (only === undefined) throw new BackstayError("ID_NOT_FOUND", { kind, wanted });
  if (matches.length > 1) throw new BackstayError("ID_AMBIGUOUS", { kind, wanted, matches: matches.length });
  return only;
}
