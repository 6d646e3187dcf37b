import { mkdirSync, writeFileSync } from "node:fs";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import type { PlanView } from "../../shared/model/plan.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";
import type { Source } from "../../shared/model/source.ts";
import { folderSource, MANUAL_PLAN } from "./host.ts";

export const OFFICE_PASSWORD = "correct horse battery staple";

export type FurnishedOffice = {
  readonly repository: RepositoryView;
  readonly source: Source;
  readonly planId: PlanView["plan"]["id"];
};

/**
 * Sets a small office up through the contract: a folder of documents, a repository in a folder and a plan that runs when somebody
 * says so.
 *
 * @param path of something in the folder that holds the office
 */
export async function furnishOffice(
  api: HostConnection,
  path: (...names: string[]) => string,
): Promise<FurnishedOffice> {
  mkdirSync(path("documents", "Hall 3"), { recursive: true });
  writeFileSync(path("documents", "letter.txt"), "Dear customer");
  writeFileSync(path("documents", "Hall 3", "Offer 114.txt"), "The offer holds until the end of the month.");
  const repository = await api.call("repositories.create", {
    ...{ name: "NAS", location: path("nas"), password: OFFICE_PASSWORD },
  });
  const source = await api.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", path("documents")),
  });
  const plan = await api.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Office hours", repositoryId: repository.id, sourceIds: [source.id] },
  });
  await api.call("app.finishSetUp", {});
  return { repository, source, planId: plan.id };
}

/** Runs a plan to its end. @returns the state it ended in */
export async function runPlan(api: HostConnection, planId: FurnishedOffice["planId"]): Promise<string> {
  const { runId } = await api.call("plans.run", { planId });
  return await endOfRun(api, runId);
}

/** Waits for the end of a run. @returns the state it ended in */
export async function endOfRun(api: HostConnection, runId: string): Promise<string> {
  let wake = () => {};
  const stop = api.onEvent(() => wake());
  try {
    for (;;) {
      const next = Promise.withResolvers<void>();
      wake = next.resolve;
      const { runs } = await api.call("plans.history", { planId: null, beforeMs: null, limit: 500 });
      const run = runs.find(({ id }) => id === runId);
      if (run !== undefined && run.state !== "queued" && run.state !== "running") return run.state;
      await next.promise;
    }
  } finally {
    stop();
  }
}
