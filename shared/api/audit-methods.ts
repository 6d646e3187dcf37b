import { z } from "zod";
import { AUDIT_ACTORS, AuditEntry, AuditVerification, StoredAuditRecord } from "../model/audit.ts";
import { TimeMs } from "../model/primitives.ts";
import { method } from "./method.ts";

export const auditMethods = {
  /**
   * What was done and by whom, the newest first.
   * @param before only those with a lower number
   * @param group only what begins with it, like `plans`, up to the dot
   */
  "audit.list": method(
    "read",
    z.strictObject({
      before: z.int().positive().nullable(),
      limit: z.int().min(1).max(500),
      actors: z.array(z.enum(AUDIT_ACTORS)).nullable().default(null),
      group: z
        .string()
        .regex(/^[A-Za-z]{1,40}$/)
        .nullable()
        .default(null),
      sinceMs: TimeMs.nullable().default(null),
    }),
    z.strictObject({ entries: z.array(AuditEntry), hasMore: z.boolean() }),
  ),
  /**
   * Proves the chain from its first record to its last, and compares it with the heads that are kept elsewhere.
   * @param head one that somebody wrote down, as `number:hash`
   */
  "audit.verify": method(
    "read",
    z.strictObject({
      head: z
        .string()
        .regex(/^\d{1,15}:[0-9a-f]{64}$/)
        .nullable()
        .default(null),
    }),
    AuditVerification,
  ),
  /** The records as they are stored, the oldest first, for whoever keeps them elsewhere. */
  "audit.export": method(
    "read",
    z.strictObject({ after: z.int().nonnegative(), limit: z.int().min(1).max(1000) }),
    z.strictObject({ records: z.array(StoredAuditRecord), hasMore: z.boolean() }),
  ),
};
