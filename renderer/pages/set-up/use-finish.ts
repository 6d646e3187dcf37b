import { useState } from "react";
import type { WireError } from "../../../shared/errors.ts";
import type { RepositoryId, SourceId } from "../../../shared/ids.ts";
import type { Plan, PlanDraft } from "../../../shared/model/plan.ts";
import type { Schedule } from "../../../shared/model/schedule.ts";
import { NEW_SOURCE } from "../../components/source/source-draft.ts";
import { host } from "../../host/host.ts";
import { toWireError } from "../../host/to-wire-error.ts";
import { draftOf, STANDARD_RETENTION } from "../backups/editor/plan-draft.ts";
import type { SetUpSource } from "./suggested-sources.ts";
import { freeName, planOf, sourceOf } from "./take-up.ts";

export type Choices = {
  readonly sources: readonly SetUpSource[];
  /** Makes or opens the repository, or tells the one that was chosen. @returns undefined when it failed and said so itself */
  readonly place: () => Promise<RepositoryId | undefined>;
  readonly schedule: Schedule;
  readonly planName: string;
};

export type Finish = {
  /** @returns true when everything is set up and the first backup has been started */
  readonly run: (choices: Choices) => Promise<boolean>;
  readonly isRunning: boolean;
  readonly error: WireError | undefined;
};

/** Makes of the choices what they say: place, sources, plan; then starts the first backup. */
export function useFinish(): Finish {
  const [state, setState] = useState<{ isRunning: boolean; error?: WireError }>({ isRunning: false });
  const run = async (choices: Choices): Promise<boolean> => {
    setState({ isRunning: true });
    try {
      const isDone = await carryOut(choices);
      setState({ isRunning: false });
      return isDone;
    } catch (error) {
      setState({ isRunning: false, error: toWireError(error) });
      return false;
    }
  };
  return { run, isRunning: state.isRunning, error: state.error };
}

/** Whatever of it is there already, from a try that failed or an hour ago, is taken up. */
async function carryOut({ sources, place, schedule, planName }: Choices): Promise<boolean> {
  const repositoryId = await place();
  if (repositoryId === undefined) return false;
  const known = (await host.call("sources.list", {})).sources;
  const taken = known.map(({ name }) => name);
  const sourceIds: SourceId[] = [];
  for (const { path, name, icon } of sources) {
    const found = sourceOf(path, known);
    if (found !== undefined) {
      sourceIds.push(found.id);
      continue;
    }
    const saved = await host.call("sources.save", {
      sourceId: null,
      draft: { ...NEW_SOURCE, name: freeName(name, taken), icon, paths: [path] },
    });
    taken.push(saved.name);
    sourceIds.push(saved.id);
  }
  const plans = (await host.call("plans.list", {})).plans.map(({ plan }) => plan);
  const found = planOf(planName, repositoryId, sourceIds, plans);
  const plan = await host.call("plans.save", {
    planId: found?.id ?? null,
    draft:
      found === undefined
        ? newPlan(planName, plans, { repositoryId, sourceIds, schedule })
        : { ...draftOf(found), repositoryId, sourceIds, schedule },
  });
  await host.call("app.finishSetUp", {});
  await host.call("plans.run", { planId: plan.id });
  return true;
}

function newPlan(
  name: string,
  plans: readonly Plan[],
  chosen: Pick<PlanDraft, "repositoryId" | "sourceIds" | "schedule">,
): PlanDraft {
  const taken = plans.map((plan) => plan.name);
  return {
    ...chosen,
    name: freeName(name, taken),
    mode: "incremental",
    window: null,
    retention: STANDARD_RETENTION,
    deadlineMinutes: null,
  };
}
