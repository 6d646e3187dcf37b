/** Heads of the chain that are kept outside of the catalog, by which a chain that was cut or written anew is found. */
import type { ANCHOR_STATES } from "../../shared/model/audit.ts";
import type { AuditAnchorDocument, BackstayDocument } from "../failover/manifest/documents.ts";
import { type DocumentPlace, documentsOf, readDocuments } from "../failover/manifest/read-documents.ts";
import { replaceDocuments } from "../failover/manifest/replace-documents.ts";

export type Anchor = { readonly number: number; readonly hash: string; readonly atMs: number };
export type AnchorState = (typeof ANCHOR_STATES)[number];

/** The hash of the record with a number, in the chain as it is now; undefined where it has none. */
export type HashAt = (number: number) => string | undefined;

export function judgeAnchor(
  { number, hash }: Pick<Anchor, "number" | "hash">,
  hashAt: HashAt,
): "agrees" | "cut-off" | "differs" {
  const now = hashAt(number);
  return now === undefined ? "cut-off" : now === hash ? "agrees" : "differs";
}

/** What a replica keeps of one installation. */
export type KeptAnchor = { readonly state: AnchorState; readonly anchor: Anchor | null };

/**
 * Of several, one that disagrees counts: it stays where it is for just that. Otherwise the newest.
 * @throws what the store throws
 */
export async function readAnchor(
  place: DocumentPlace,
  installationId: string,
  hashAt: HashAt,
  signal: AbortSignal,
): Promise<KeptAnchor> {
  const found = await ownAnchors(place, installationId, signal);
  const judged = found
    .map(({ content }) => ({ state: judgeAnchor(content, hashAt), anchor: content }))
    .sort((a, b) => b.anchor.number - a.anchor.number);
  return judged.find(({ state }) => state !== "agrees") ?? judged[0] ?? { state: "none", anchor: null };
}

/**
 * Keeps the head at a replica. Older ones that agree with the chain go; those that do not are evidence, and stay.
 * @throws {BackstayError} STORE_WITHOUT_MANIFESTS, or what the store throws
 */
export async function writeAnchor(
  place: DocumentPlace,
  installationId: string,
  { number, hash, atMs }: Anchor,
  hashAt: HashAt,
  signal: AbortSignal,
): Promise<void> {
  const found = await ownAnchors(place, installationId, signal);
  const agreeing = found.filter(({ content }) => judgeAnchor(content, hashAt) === "agrees");
  const wanted: AuditAnchorDocument = {
    ...{ document: "audit-anchor", format: 1, repositoryId: place.id, writer: installationId },
    ...{ number, hash, atMs },
  };
  await replaceDocuments<BackstayDocument>(place, agreeing, wanted, signal);
}

async function ownAnchors(place: DocumentPlace, installationId: string, signal: AbortSignal) {
  const found = documentsOf(await readDocuments(place, signal), "audit-anchor");
  return found.filter(({ content }) => content.writer === installationId);
}
