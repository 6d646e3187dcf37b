import type { ReplicaId } from "../../shared/ids.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { Notice } from "../failover/state/command.ts";
import type { FailoverState } from "../failover/state/state.ts";

type Alerts = Pick<AlertService, "raise" | "resolve" | "lastingSubject">;

/** Tells people what failover did, once, however often the same command comes. What a person ordered is no news to them. */
export function tellPeople(
  alerts: Alerts,
  repository: RepositoryRecord,
  usualId: ReplicaId,
  notice: Notice,
  commandId: number,
): void {
  const { id: repositoryId, name: about, replicas } = repository;
  const nameOf = (id: ReplicaId) => replicas.find((replica) => replica.id === id)?.name ?? about;
  const common = { repositoryId, about, cause: notice.cause, commandId };
  if (notice.about !== "moved") {
    const isGivenUp = notice.about === "given-up";
    const activeName = nameOf(notice.activeId);
    const { cause, activeId } = notice;
    const isOfGoal = "replicaId" in cause && cause.replicaId !== activeId;
    const isActiveWell = notice.about === "given-up" && notice.isActiveWell;
    raiseOnce(
      alerts,
      {
        ...{ code: "FAILOVER_STUCK", ...common, activeName, isGivenUp, isActiveWell },
        ...(isOfGoal ? { goalName: nameOf(cause.replicaId) } : {}),
      },
      isActiveWell ? "warning" : "failing",
    );
    return;
  }
  resolveStuck(alerts, repository);
  const { move, fromId, toId, tookMs, stoppedJobs } = notice;
  const [fromName, toName] = [nameOf(fromId), nameOf(toId)];
  const code = "REPLICA_SWITCHED" as const;
  const subject = { code, ...common, fromName, toName, move, tookMs, stoppedJobs };
  if (toId === usualId) alerts.resolve(thingOf(subject));
  else if (move === "failover") raiseOnce(alerts, subject, "warning");
  else if (move === "follow") raiseOnce(alerts, subject, "notice");
}

/** To be called when the state changed: that nobody could take over is over when the active one is well again. */
export function tellOfState(alerts: Alerts, repository: RepositoryRecord, state: FailoverState): void {
  if (!state.isStuckTold) resolveStuck(alerts, repository);
}

function resolveStuck(alerts: Alerts, { id: repositoryId, name: about }: RepositoryRecord): void {
  alerts.resolve(
    thingOf({
      ...{ code: "FAILOVER_STUCK", repositoryId, about, activeName: "", isGivenUp: false, commandId: 0 },
      cause: { kind: "members-changed" },
    }),
  );
}

function raiseOnce(
  alerts: Alerts,
  subject: Extract<Parameters<Alerts["raise"]>[0], { code: "REPLICA_SWITCHED" | "FAILOVER_STUCK" }>,
  severity: Parameters<Alerts["raise"]>[1],
): void {
  const told = alerts.lastingSubject(thingOf(subject));
  if (told?.code === subject.code && told.commandId === subject.commandId) return;
  alerts.raise(subject, severity);
}
