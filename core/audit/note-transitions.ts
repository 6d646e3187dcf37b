import type { RepositoryId } from "../../shared/ids.ts";
import type { AuditFacts } from "../../shared/model/audit.ts";
import type { Cause, Transition } from "../../shared/model/failover.ts";
import { type AuditTrail, DONE } from "./audit-trail.ts";
import type { NameOf } from "./describe-call.ts";

/** Records that backups began to move to another replica, or moved. Other steps of failover are in its own history. */
export function noteTransition(
  trail: Pick<AuditTrail, "note">,
  id: RepositoryId,
  { to, cause, activeId, epoch, moveTookMs }: Transition,
  nameOf: NameOf,
): void {
  const isBegin = to === "failing-over" || to === "failing-back";
  if (!isBegin && moveTookMs === null) return;
  const facts: AuditFacts = {
    ...{ to, epoch, ...causeFacts(cause) },
    ...(moveTookMs === null ? {} : { tookMs: moveTookMs }),
  };
  const subjects = [
    { kind: "repository", id, name: nameOf("repository", id) ?? "" },
    { kind: "replica", id: activeId, name: nameOf("replica", activeId) ?? "" },
  ];
  const action = isBegin ? "failover.begins" : "failover.moved";
  trail.note({ actor: { kind: "failover" }, action, subjects, facts }, DONE);
}

function causeFacts(cause: Cause): AuditFacts {
  switch (cause.kind) {
    case "fault":
      return { cause: cause.fault, detail: cause.detail };
    case "ordered":
      return { cause: "ordered", by: cause.by };
    case "other-installation":
      return { cause: cause.kind, by: cause.writer };
    case "failed":
      return { cause: "failed", detail: cause.detail };
    default:
      return { cause: cause.kind };
  }
}
