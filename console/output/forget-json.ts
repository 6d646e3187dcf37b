import type { KeepReason } from "../../core/repository/snapshots/apply-policy.ts";
import type { StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import type { ForgetGroup } from "../../core/repository/snapshots/plan-forget.ts";
import { snapshotDocument, snapshotJson } from "./snapshot-json.ts";

type Json = Readonly<Record<string, unknown>>;

/** What `forget` does to one group of snapshots, as restic's JSON has it. */
export function forgetGroupJson({ key, keep, remove, reasons }: ForgetGroup<StoredSnapshot>): Json {
  return {
    tags: key.tags,
    host: key.hostname,
    paths: key.paths,
    keep: listOrNull(keep),
    remove: listOrNull(remove),
    reasons: reasons.map(reasonJson),
  };
}

/** An empty list is `null`, as Go writes it. */
function listOrNull(snapshots: readonly StoredSnapshot[]): readonly Json[] | null {
  return snapshots.length === 0 ? null : snapshots.map(snapshotJson);
}

function reasonJson({
  snapshot: { id: _, ...snapshot },
  matches,
  counters,
}: KeepReason<StoredSnapshot>): Json {
  const left = Object.entries(counters).filter(([, count]) => count !== 0);
  return {
    snapshot: snapshotDocument(snapshot),
    matches,
    counters: Object.fromEntries(left.map(([rule, count]) => [rule, count === "unlimited" ? -1 : count])),
  };
}
