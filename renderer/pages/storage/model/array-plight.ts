import type { ArrayView } from "../../../../shared/model/health-view.ts";

/**
 * What it means for an array to be degraded or rebuilding. `lost`: a member is gone or out of use. `reduced`: it has less redundancy
 * than it should, though nobody names a member. `waiting`: what it lacks is there, and is yet to be filled. `under-way`: it is being.
 */
export type Plight = "lost" | "reduced" | "waiting" | "under-way";

const OF_A_MEMBER = new Set(["ARRAY_MEMBER_FAILED", "ARRAY_MEMBER_MISSING", "ARRAY_SHRANK"]);

/** @param array one that is degraded or rebuilding */
export function plightOf({
  verdict,
  findings,
}: { readonly verdict: string } & Pick<ArrayView, "findings">): Plight {
  const waits = findings.some(
    ({ code, details }) =>
      (code === "ARRAY_DEGRADED" || code === "ARRAY_REBUILDING") && details.waits !== undefined,
  );
  if (waits) return "waiting";
  if (verdict === "rebuilding") return "under-way";
  const isLost = findings.some(
    ({ code, level, details }) =>
      (OF_A_MEMBER.has(code) && level === "failing") ||
      (code === "ARRAY_DEGRADED" && typeof details.missing === "number"),
  );
  return isLost ? "lost" : "reduced";
}
