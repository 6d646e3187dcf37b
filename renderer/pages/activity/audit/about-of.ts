import type { AuditEntry } from "../../../../shared/model/audit.ts";

/** Names of what it was done to; where there are none, the name that was given to it. */
export function aboutOf({ subjects, facts }: Pick<AuditEntry, "subjects" | "facts">): string {
  const names = subjects.filter(({ kind, name }) => name !== "" && kind !== "job").map(({ name }) => name);
  if (names.length > 0) return names.join(", ");
  return typeof facts.name === "string" ? facts.name : "";
}
