import type { PlanId, RepositoryId } from "../../shared/ids.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";
import type { HandlersOf } from "../api/handlers.ts";
import { type AuditTrail, DONE } from "../audit/audit-trail.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { Clock } from "../clock.ts";
import type { RunService } from "../plans/run-service.ts";
import type { ReplicaDoors } from "../replicas/replica-doors.ts";
import type { StandInNews } from "../standin/follow-turns.ts";
import { createStandInService, type MissedPlan, type StandInService } from "../standin/stand-in-service.ts";
import type { Mistakes } from "./mistakes.ts";

export type StandInWiring = {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly installationId: string;
  readonly hostname: string;
  readonly doors: ReplicaDoors;
  readonly runs: Pick<RunService, "cancel" | "isRunning">;
  readonly isStanding: boolean;
  readonly alerts: Pick<AlertService, "raise" | "keepRaised" | "resolve">;
  readonly trail: Pick<AuditTrail, "note">;
  readonly mistakes: Mistakes;
  /** Jobs and plans that could not begin may be able to now. */
  readonly onTurn: () => void;
  readonly onPlans: () => void;
  readonly onBackups: (id: RepositoryId) => void;
};

export type WiredStandIn = {
  readonly service: StandInService;
  readonly handlers: HandlersOf<"standIn">;
  start(): void;
  stop(): Promise<void>;
};

const TICK_MS = 500;

/** A second Backstay for plans, with what came of it among the alerts and in the audit trail. */
export function wireStandIn(parts: StandInWiring): WiredStandIn {
  const { mistakes, clock } = parts;
  const onMistake = (error: unknown) => mistakes.noteUnlessStopped(error, "standing in");
  let turns = "";
  const service = createStandInService({
    ...{ stores: parts.stores, installationId: parts.installationId, clock, isStanding: parts.isStanding },
    ...{ name: parts.hostname, open: parts.doors.open, onMistake },
    cancelRun: (id) => parts.runs.cancel(id),
    isRunning: (planId) => parts.runs.isRunning(planId),
    onTurn: look,
    ...{ onPlans: parts.onPlans, onBackups: parts.onBackups },
    onNews: (news) => tell(news, parts),
    onMissed: (plan, missed) => tellMissed(plan, missed, parts),
  });

  /** Time alone ends a turn, so it is looked at now and then besides. */
  function look(): void {
    if (!service.isUsed() && turns === "") return;
    const now = JSON.stringify(parts.stores.plans.list().map(({ id }) => [id, service.turnOf(id)]));
    if (now === turns) return;
    turns = now;
    parts.onTurn();
  }

  let timer: NodeJS.Timeout | undefined;
  const tick = () => {
    try {
      service.tick();
      look();
    } catch (error) {
      onMistake(error);
    }
  };
  return {
    service,
    handlers: {
      "standIn.list": async ({ look: asks }) => {
        const { plans, neighbours } = await service.list(asks);
        return { plans: [...plans], neighbours: [...neighbours] };
      },
      "standIn.offer": async ({ planId, isOffered, lastsMs }) => {
        await service.offer(planId, isOffered, lastsMs);
        parts.onPlans();
        return {};
      },
      "standIn.standBy": async ({ planId, afterMs, paths }) => {
        await service.standBy(planId, afterMs, paths);
        parts.onPlans();
        return {};
      },
      "standIn.adopt": async ({ planId, paths }) => {
        await service.adopt(planId, paths);
        settle(planId, parts);
        return {};
      },
      "standIn.leave": async ({ planId }) => {
        await service.leave(planId);
        settle(planId, parts);
        return {};
      },
    },
    start() {
      timer = setInterval(tick, TICK_MS);
      timer.unref();
      tick();
    },
    async stop() {
      clearInterval(timer);
      await service.close();
    },
  };
}

function tell(
  { plan, kind, ownerName, holderName }: StandInNews,
  parts: Pick<StandInWiring, "alerts" | "trail">,
): void {
  const { id: planId, name: about, repositoryId } = plan;
  const isBegin = kind === "took-over" || kind === "covered";
  const isForGood = kind === "given-away";
  parts.trail.note(
    {
      ...{
        actor: { kind: "failover" },
        action: isForGood ? "standIn.givenAway" : isBegin ? "standIn.tookOver" : "standIn.handedBack",
      },
      subjects: [{ kind: "plan", id: planId, name: about }],
      facts: { owner: ownerName, by: holderName },
    },
    DONE,
  );
  if (!isBegin) settle(planId, parts);
  if (!isBegin && !isForGood) return;
  const isHere = kind === "took-over";
  parts.alerts.raise(
    { code: "PLAN_TAKEN_OVER", planId, repositoryId, about, ownerName, holderName, isHere, isForGood },
    isHere ? "warning" : "notice",
  );
}

/** Names of folders that an alert has room for. */
const MAX_PATHS = 5;

function tellMissed(
  { id: planId, name: about, repositoryId }: Pick<PlanRecord, "id" | "name" | "repositoryId">,
  missed: MissedPlan | undefined,
  { alerts }: Pick<StandInWiring, "alerts">,
): void {
  const subject = {
    ...({ code: "PLAN_NOT_TAKEN_OVER", planId, repositoryId, about } as const),
    ownerName: missed?.ownerName ?? "",
    missingPaths: missed?.missingPaths.slice(0, MAX_PATHS) ?? [],
    newPaths: missed?.newPaths.slice(0, MAX_PATHS) ?? [],
  };
  if (missed === undefined) alerts.resolve(thingOf(subject));
  else alerts.keepRaised(subject, "failing");
}

function settle(planId: PlanId, { alerts }: Pick<StandInWiring, "alerts">): void {
  tellMissed({ id: planId, name: "", repositoryId: "" as RepositoryId }, undefined, { alerts });
  alerts.resolve(
    thingOf({
      ...{ code: "PLAN_TAKEN_OVER", planId, repositoryId: "" as RepositoryId, about: "" },
      ...{ ownerName: "", holderName: "", isHere: true },
    }),
  );
}
