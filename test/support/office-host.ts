import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { BackstayParts } from "../../core/api/backstay.ts";
import { loadSnapshots, type StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import type { PlanDraft } from "../../shared/model/plan.ts";
import { openEngine } from "./engine.ts";
import { folderSource, MANUAL_PLAN, openTestHost, type TestHost } from "./host.ts";
import { tempFolder } from "./temp-folder.ts";

export const PASSWORD = "correct horse battery staple";

/**
 * A small office: a folder of documents, a repository in a folder, and a plan that saves the one into the other. Everything is
 * stopped and removed when the running test ends.
 */
export async function officeHost(draft: Partial<PlanDraft> = {}, parts: Partial<BackstayParts> = {}) {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("documents", "deeds"), { recursive: true });
  writeFileSync(path("documents", "letter.txt"), "Dear customer");
  writeFileSync(path("documents", "deeds", "house.txt"), "This house is ours.");
  /** Opens a host over the same data folder. */
  const open = async (): Promise<TestHost> => {
    const host = await openTestHost(path("home"), parts);
    onTestFinished(() => host.stop());
    return host;
  };
  const host = await open();
  const repository = await host.call("repositories.create", {
    name: "NAS",
    location: path("nas"),
    password: PASSWORD,
  });
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", path("documents")),
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: {
      ...MANUAL_PLAN,
      name: "Office hours",
      repositoryId: repository.id,
      sourceIds: [source.id],
      ...draft,
    },
  });
  return { path, open, host, repository, source, plan };
}

/** What another program that knows the password finds in a repository. */
export async function snapshotsAt(location: string): Promise<readonly StoredSnapshot[]> {
  const engine = await openEngine({ location, password: PASSWORD });
  try {
    return (await loadSnapshots(engine.repository, engine.cache)).snapshots;
  } finally {
    await engine.close();
  }
}
