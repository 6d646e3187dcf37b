/** An office with a repository on another machine: what tests do with it, wherever that is. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { folderSource, MANUAL_PLAN, openTestHost, type TestHost } from "../../../test/support/host.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";

export const PASSWORD = "correct horse battery staple";
export const LIMIT_MS = 240_000;

/** A host with a folder of documents, and a place that is no folder of it. */
export async function office() {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("documents", "deeds"), { recursive: true });
  writeFileSync(path("documents", "letter.txt"), "Dear customer");
  writeFileSync(path("documents", "deeds", "house.txt"), "This house is ours.");
  const open = async (): Promise<TestHost> => {
    const host = await openTestHost(path("home"));
    onTestFinished(() => host.stop());
    return host;
  };
  return { path, open, host: await open() };
}

export async function planTo(host: TestHost, repository: RepositoryView, ...paths: string[]) {
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", ...paths),
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Office", repositoryId: repository.id, sourceIds: [source.id] },
  });
  return { source, plan, run: async () => await host.ended((await start(host, plan.id)).runId) };
}

export async function start(host: TestHost, planId: Parameters<typeof host.call<"plans.run">>[1]["planId"]) {
  return await host.call("plans.run", { planId });
}

/** Looks at the newest snapshot as the pages do, and restores one file of it. */
export async function browseAndRestore(
  host: TestHost,
  repository: RepositoryView,
  file: string,
  target: string,
) {
  const { series } = await host.call("snapshots.series", { repositoryId: repository.id });
  const [one] = series;
  if (one === undefined) throw new Error("there is no series");
  const { snapshots } = await host.call("snapshots.list", { repositoryId: repository.id, seriesId: one.id });
  const snapshotId = snapshots.at(-1)?.id ?? snapshots[0]?.id;
  if (snapshotId === undefined) throw new Error("there is no snapshot");
  const { jobId } = await host.call("restore.start", {
    ...{ repositoryId: repository.id, snapshotId, paths: [file], verify: true, conflict: "overwrite" },
    target: { kind: "folder", folder: target },
  });
  const { job } = await host.event("job", (event) => event.job.id === jobId && event.job.endedMs !== null);
  return job;
}
