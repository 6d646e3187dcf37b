/** One record of the audit trail: its text, and the hash that chains it to the one before. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { AuditActor, AuditFacts, AuditOutcome, AuditSubject } from "../../shared/model/audit.ts";
import { TimeMs } from "../../shared/model/primitives.ts";

const Common = z.strictObject({
  format: z.literal(1),
  number: z.int().positive(),
  /** The hash of the one before; of the first record, zeros. */
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: TimeMs,
});

export const AuditRecord = z.discriminatedUnion("kind", [
  /** What somebody began, written before it is done. `outcome` only where it was over at once. */
  Common.extend({
    kind: z.literal("act"),
    actor: AuditActor,
    action: z.string().min(1).max(100),
    subjects: z.array(AuditSubject).max(50),
    facts: AuditFacts,
    outcome: AuditOutcome.nullable(),
  }),
  /** How it ended. `of`: the number of the act. */
  Common.extend({ kind: z.literal("outcome"), of: z.int().positive(), outcome: AuditOutcome }),
]);
export type AuditRecord = z.infer<typeof AuditRecord>;

type Unchained<R> = R extends unknown ? Omit<R, "format" | "number" | "previous"> : never;
/** What the chain is given. */
export type NewAuditRecord = Unchained<AuditRecord>;

/** What stands before the first record. */
export const NO_HASH = "0".repeat(64);

/** @returns hex of SHA-256 over the text in UTF-8 */
export function hashOf(record: string): string {
  return createHash("sha256").update(record, "utf8").digest("hex");
}

/** The same text for the same content, so that a record that was read and written again keeps its hash. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`);
  return `{${members.join(",")}}`;
}
