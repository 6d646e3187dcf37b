import { formatBytes } from "../../shared/format/bytes.ts";
import { printable } from "../../shared/format/printable.ts";
import { formatRelative } from "../../shared/format/relative-time.ts";
import type { ReplicaView } from "../../shared/model/failover.ts";
import { failoverWords } from "../../shared/words/failover-words.ts";
import type { Language } from "../../shared/words/language.ts";
import { failoverConsoleWords } from "../words/failover-words.ts";
import { formatTable } from "./table.ts";

/** Replicas, one a line. */
export function replicaTable(
  replicas: readonly ReplicaView[],
  nowMs: number,
  language: Language,
): readonly string[] {
  const say = failoverConsoleWords[language];
  const stateOf = ({ wellSinceMs, fault, jobId }: ReplicaView) => {
    const health =
      fault !== null
        ? failoverWords[language].faults[fault.kind]
        : wellSinceMs === null
          ? say.notKnown
          : say.well;
    return jobId === null ? health : `${health}, ${say.copying}`;
  };
  const lagOf = ({ role, lag }: ReplicaView) => {
    if (role === "active") return "";
    if (lag === null) return say.notKnown;
    if (lag.snapshots === 0) return say.noLag;
    const since = lag.sinceMs === null ? undefined : formatRelative(lag.sinceMs, nowMs, language);
    return say.lag(lag.snapshots, formatBytes(lag.bytes), since);
  };
  return formatTable<ReplicaView>(
    [
      { title: say.columns.name, cell: ({ name }) => printable(name) },
      {
        title: say.columns.role,
        cell: ({ role, isUsual }) => (isUsual ? `${say.roles[role]}, ${say.usual}` : say.roles[role]),
      },
      { title: say.columns.state, cell: stateOf },
      { title: say.columns.lag, cell: lagOf },
      { title: say.columns.place, cell: ({ location }) => printable(location) },
    ],
    replicas,
  );
}

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** A replica for scripts. */
export function replicaJson(replica: ReplicaView) {
  const { id, name, location, kind, role, isUsual, priority, isFenced, fault, lag, jobId } = replica;
  return {
    ...{ id, name, location, kind, role, is_usual: isUsual, priority, is_fenced: isFenced },
    ...{ well_since: time(replica.wellSinceMs), last_beat: time(replica.lastBeatMs) },
    fault: fault === null ? null : { kind: fault.kind, at: time(fault.atMs), detail: fault.detail },
    free_bytes: replica.freeBytes,
    lag:
      lag === null
        ? null
        : {
            ...{ snapshots: lag.snapshots, bytes_at_most: lag.bytes, since: time(lag.sinceMs) },
            measured: time(lag.measuredMs),
          },
    ...{ job_id: jobId, copied: time(replica.copiedMs), copy_error: replica.copyError?.code ?? null },
  };
}
