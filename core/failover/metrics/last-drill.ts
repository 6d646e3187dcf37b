import type { RepositoryId } from "../../../shared/ids.ts";
import type { DrillKind } from "../../../shared/model/drill.ts";
import type { DrillStore } from "../../catalog/drill-store.ts";
import type { ReadinessFacts } from "../readiness.ts";

/**
 * What the last drill proved that came to an end of its own: one that was called off, or could not try everything, proves nothing.
 * @returns null when there was none, or the clock was put back since
 */
export function lastDrill(
  drills: Pick<DrillStore, "last">,
  id: RepositoryId,
  kind: DrillKind,
  nowMs: number,
): ReadinessFacts["drill"] {
  const last = drills.last(id, kind, ["passed", "failed"]);
  const endedMs = last?.endedMs ?? null;
  if (last === undefined || endedMs === null || endedMs > nowMs) return null;
  return { passed: last.state === "passed", ageMs: nowMs - endedMs };
}
