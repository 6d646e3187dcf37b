import { BackstayError, type WireError } from "../../shared/errors.ts";
import type { ReplicaId } from "../../shared/ids.ts";
import type { RecordedTransition } from "../../shared/model/failover.ts";
import { faultOfError } from "../failover/heartbeat/fault-of-error.ts";
import type { FailoverState } from "../failover/state/state.ts";

/**
 * Whether an error on the usual replica is what it was left for: people were told of it then, and are told again when it is returned to.
 *
 * @param history the newest first
 */
export function wasLeftFor(
  replicaId: ReplicaId,
  { code, details }: WireError,
  { homeId, activeId }: Pick<FailoverState, "homeId" | "activeId">,
  history: readonly RecordedTransition[],
): boolean {
  if (homeId !== replicaId || activeId === replicaId) return false;
  const cause = history.find(({ to }) => to === "failing-over")?.cause;
  const fault = faultOfError(new BackstayError(code, details as never))?.fault;
  return cause?.kind === "fault" && cause.replicaId === replicaId && cause.fault === fault;
}
