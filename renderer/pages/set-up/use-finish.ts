import { useRef, useState } from "react";
import type { WireError } from "../../../shared/errors.ts";
import type { PlanId, RepositoryId, SourceId } from "../../../shared/ids.ts";
import type { Schedule } from "../../../shared/model/schedule.ts";
import { host } from "../../host/host.ts";
import { toWireError } from "../../host/to-wire-error.ts";
import { STANDARD_RETENTION } from "../backups/editor/plan-draft.ts";
import type { SetUpSource } from "./suggested-sources.ts";

export type Choices = {
  readonly sources: readonly SetUpSource[];
  /** Makes or opens the repository, or tells the one that was chosen. @returns undefined when it failed and said so itself */
  readonly place: () => Promise<RepositoryId | undefined>;
  readonly schedule: Schedule;
  readonly planName: string;
};

/** What was done already: a second try goes on behind it. */
type Done = {
  repositoryId: RepositoryId | undefined;
  readonly sourceIds: Map<string, SourceId>;
  planId?: PlanId;
};

export type Finish = {
  /** @returns true when everything is set up and the first backup has been started */
  readonly run: (choices: Choices) => Promise<boolean>;
  readonly isRunning: boolean;
  readonly error: WireError | undefined;
};

/** Makes of the choices what they say: place, sources, plan; then starts the first backup. */
export function useFinish(): Finish {
  const done = useRef<Done>({ repositoryId: undefined, sourceIds: new Map() });
  const [state, setState] = useState<{ isRunning: boolean; error?: WireError }>({ isRunning: false });
  const run = async (choices: Choices): Promise<boolean> => {
    setState({ isRunning: true });
    try {
      const isDone = await carryOut(choices, done.current);
      setState({ isRunning: false });
      return isDone;
    } catch (error) {
      setState({ isRunning: false, error: toWireError(error) });
      return false;
    }
  };
  return { run, isRunning: state.isRunning, error: state.error };
}

async function carryOut({ sources, place, schedule, planName }: Choices, done: Done): Promise<boolean> {
  done.repositoryId ??= await place();
  const { repositoryId } = done;
  if (repositoryId === undefined) return false;
  for (const source of sources) {
    const { path, name, icon } = source;
    const saved = await host.call("sources.save", {
      sourceId: done.sourceIds.get(path) ?? null,
      draft: { name, icon, paths: [path], excludes: [], excludeCaches: true, oneFileSystem: false },
    });
    done.sourceIds.set(path, saved.id);
  }
  const sourceIds = sources.flatMap(({ path }) => done.sourceIds.get(path) ?? []);
  const plan = await host.call("plans.save", {
    planId: done.planId ?? null,
    draft: {
      name: planName,
      repositoryId,
      sourceIds,
      mode: "incremental",
      schedule,
      window: null,
      retention: STANDARD_RETENTION,
      deadlineMinutes: null,
    },
  });
  done.planId = plan.id;
  await host.call("app.finishSetUp", {});
  await host.call("plans.run", { planId: plan.id });
  return true;
}
