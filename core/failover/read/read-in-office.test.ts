/** A host whose active replica is gone: what is there is shown and restored from the other one, before anything has moved. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { officeHost } from "../../../test/support/office-host.ts";

test("folders are shown and files restored from the other replica while the active one is gone", async () => {
  const { host, path, repository, plan } = await officeHost();
  writeFileSync(path("documents", "offer.txt"), "Dear supplier".repeat(1000));
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const repositoryId = repository.id;
  const ended = async (id: string) =>
    (await host.event("job", ({ job }) => job.id === id && job.endedMs !== null)).job;
  const added = await host.call("replicas.add", { repositoryId, name: "NAS 2", location: path("nas 2") });
  await ended(added.jobId);

  renameSync(path("nas"), path("taken away"));
  const { series } = await host.call("snapshots.series", { repositoryId });
  const seriesId = series[0]?.id;
  if (seriesId === undefined) throw new Error("there is no series");
  const { snapshots } = await host.call("snapshots.list", { repositoryId, seriesId });
  const snapshotId = snapshots[0]?.id;
  if (snapshotId === undefined) throw new Error("there is no snapshot");
  const { jobId } = await host.call("restore.start", {
    ...{ repositoryId, snapshotId, paths: [path("documents", "offer.txt")] },
    ...{ target: { kind: "folder", folder: path("restored") }, conflict: "overwrite", verify: true },
  });
  const restored = await ended(jobId);
  expect(restored).toMatchObject({
    ...{ state: "done", problems: [], counts: { filesRestored: 1, readsFromActive: 0, badObjects: 0 } },
  });
  expect(restored.counts?.readsFromStandbys).toBeGreaterThan(0);
  expect(readFileSync(path("restored", "offer.txt"), "utf8")).toBe("Dear supplier".repeat(1000));
  const { lines } = await host.call("jobs.log", { jobId, afterNumber: 0, limit: 50 });
  expect(lines.map(({ text, facts }) => `${text} ${facts?.location}`)).toContain(
    `read from ${path("nas 2")}`,
  );
});
