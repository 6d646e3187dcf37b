/** Plans that a second Backstay starts when the first one is gone, for `backstay failover`. */
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { DEFAULT_AFTER_MS, DEFAULT_LEASE_MS, type StandInPlan } from "../../shared/model/stand-in.ts";
import { tellStandIn } from "../../shared/words/stand-in-words.ts";
import type { CommandContext } from "../context.ts";
import { required } from "../options/named-repository.ts";
import { failoverConsoleWords } from "../words/failover-words.ts";

export const STAND_IN_ACTIONS = ["plans", "offer", "keep", "stand-by", "adopt", "leave"] as const;
export type StandInAction = (typeof STAND_IN_ACTIONS)[number];

export type StandInFlags = { readonly lease?: number; readonly after?: number; readonly gone?: boolean };

export async function workOnStandIn(
  host: HostConnection,
  action: StandInAction,
  wanted: string | undefined,
  { lease, after, gone = false }: StandInFlags,
  { output, language }: CommandContext,
): Promise<void> {
  const say = failoverConsoleWords[language];
  if (action === "adopt" && !gone) throw new BackstayError("USAGE", { problem: "gone-unsaid", about: [] });
  if (action !== "plans") {
    const planId = await findPlan(host, action, required(wanted, "plan"));
    if (action === "offer")
      await host.call("standIn.offer", {
        ...{ planId, isOffered: true },
        lastsMs: lease === undefined ? DEFAULT_LEASE_MS : lease * 1000,
      });
    else if (action === "keep") await host.call("standIn.offer", { planId, isOffered: false });
    else if (action === "stand-by")
      await host.call("standIn.standBy", {
        planId,
        afterMs: after === undefined ? DEFAULT_AFTER_MS : after * 1000,
      });
    else if (action === "adopt") await host.call("standIn.adopt", { planId });
    else await host.call("standIn.leave", { planId });
  }
  const { plans } = await host.call("standIn.list", { look: "now" });
  const told =
    action === "plans" ? plans : plans.filter(({ name, planId }) => name === wanted || planId === wanted);
  output.json(told.map(standInJson));
  if (told.length === 0) output.line(action === "plans" ? say.noPlans : say.saved);
  for (const plan of told) {
    const safe = { ...plan, ownerName: printable(plan.ownerName), holderName: printable(plan.holderName) };
    const lists = {
      standbyNames: plan.standbyNames.map(printable),
      missingPaths: plan.missingPaths.map(printable),
      newPaths: plan.newPaths.map(printable),
    };
    output.line(
      say.plan(
        printable(plan.name),
        printable(plan.repositoryName),
        tellStandIn({ ...safe, ...lists }, language),
      ),
    );
  }
}

/** @throws {BackstayError} PLAN_NOT_NAMED */
async function findPlan(host: HostConnection, action: StandInAction, wanted: string) {
  const known =
    action === "offer" || action === "keep"
      ? (await host.call("plans.list", {})).plans.map(({ plan: { id, name } }) => ({ id, name }))
      : (await host.call("standIn.list", { look: "now" })).plans
          .filter(({ isOwn }) => !isOwn)
          .map(({ planId: id, name }) => ({ id, name }));
  const found = known.filter(({ id, name }) => name === wanted || id === wanted);
  const [one] = found;
  if (one !== undefined && found.length === 1) return one.id;
  throw new BackstayError("PLAN_NOT_NAMED", { wanted, plans: known.map(({ name }) => name) });
}

function standInJson(plan: StandInPlan) {
  const { planId, name, repositoryId, isOwn, ownerName, holderName, state, isHere, paths } = plan;
  return {
    ...{ plan_id: planId, name, repository_id: repositoryId, repository: plan.repositoryName },
    ...{ state, is_own: isOwn, is_here: isHere, owner: ownerName, holder: holderName },
    is_owner_there: plan.isOwnerThere,
    ...{ lease_ms: plan.lastsMs, after_ms: plan.afterMs, paths, missing_paths: plan.missingPaths },
    ...{ new_paths: plan.newPaths, paused: plan.pausedAt },
    since: plan.sinceMs === null ? null : new Date(plan.sinceMs).toISOString(),
    standby: plan.standbyNames,
    looked: plan.lookedMs === null ? null : new Date(plan.lookedMs).toISOString(),
  };
}
