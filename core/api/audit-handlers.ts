import type { AuditVerification } from "../../shared/model/audit.ts";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { HandlersOf } from "./handlers.ts";

export type AuditServices = {
  readonly trail: Pick<AuditTrail, "list" | "stored">;
  readonly prove: (given: string | null) => Promise<AuditVerification>;
};

/** Answers what was done and by whom. */
export function auditHandlers({ trail, prove }: AuditServices): HandlersOf<"audit"> {
  return {
    "audit.list": async ({ before, limit, actors, group, sinceMs }) => {
      const entries = trail.list({ before, actors, group, sinceMs }, limit + 1);
      return { entries: entries.slice(0, limit), hasMore: entries.length > limit };
    },
    "audit.verify": async ({ head }) => await prove(head),
    "audit.export": async ({ after, limit }) => {
      const records = trail.stored(after, limit + 1);
      return { records: records.slice(0, limit), hasMore: records.length > limit };
    },
  };
}
