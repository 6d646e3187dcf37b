import { appendFileSync, renameSync } from "node:fs";
import { expect, test } from "vitest";
import { openEngine } from "../../test/support/engine.ts";
import { MANUAL_PLAN } from "../../test/support/host.ts";
import { officeHost, PASSWORD, snapshotsAt } from "../../test/support/office-host.ts";

const keepLast = (last: number) => ({ ...MANUAL_PLAN.retention, last });
const FORGETTING = { kinds: ["forget" as const], states: null, beforeMs: null, limit: 50 };

test("after a good run the plan's rules hold, for its own snapshots only, and space is freed", async () => {
  const { host, path, plan, repository } = await officeHost({ retention: keepLast(2) });
  const engine = await openEngine({ location: path("nas"), password: PASSWORD });
  await engine.backUp(path("documents")); // somebody else's snapshot of the same folder
  await engine.close();
  const run = async () => {
    appendFileSync(path("documents", "letter.txt"), "more");
    return await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  };
  const ended = (kind: "forget" | "prune") =>
    host.event(
      "job",
      ({ job }) => job.kind === kind && job.state === "done" && (job.counts?.removed ?? 1) > 0,
    );
  for (let n = 0; n < 3; n += 1) await run();
  await ended("forget");
  await ended("prune");
  const left = await snapshotsAt(path("nas"));
  const isOfPlan = ({ tags }: { readonly tags: readonly string[] }) =>
    tags.some((tag) => tag.startsWith("backstay:source="));
  expect(left.filter(isOfPlan)).toHaveLength(2);
  expect(left.filter((snapshot) => !isOfPlan(snapshot))).toHaveLength(1);

  // a day has to pass before space is freed again
  await run();
  await host.event("job", ({ job }) => job.kind === "forget" && job.state === "done" && job.createdMs > 0);
  const { jobs } = await host.call("jobs.list", {
    kinds: ["prune"],
    states: null,
    beforeMs: null,
    limit: 10,
  });
  expect(jobs).toHaveLength(1);
  expect(jobs[0]).toMatchObject({ repositoryId: repository.id });
});

test("what another plan keeps stays, and a run that failed removes nothing", async () => {
  const { host, path, plan } = await officeHost({ retention: keepLast(1) });
  const { id, isPaused: _, ...draft } = plan;
  await host.call("plans.save", {
    planId: null,
    draft: { ...draft, name: "Keeps more", retention: keepLast(2) },
  });
  const run = async () => await host.ended((await host.call("plans.run", { planId: id })).runId);
  await run();
  await run();
  await run();
  await host.event("job", ({ job }) => job.kind === "forget" && job.counts?.removed === 1);
  expect(await snapshotsAt(path("nas"))).toHaveLength(2);

  renameSync(path("documents"), path("elsewhere"));
  const { jobs: before } = await host.call("jobs.list", FORGETTING);
  expect(await run()).toMatchObject({ state: "failed" });
  expect((await host.call("jobs.list", FORGETTING)).jobs).toHaveLength(before.length);
});

test("what rules would keep is told before they hold", async () => {
  const { host, plan, source, repository } = await officeHost();
  const preview = (last: number | null) =>
    host.call("plans.previewRetention", {
      repositoryId: repository.id,
      sourceIds: [source.id],
      retention: { ...MANUAL_PLAN.retention, last },
    });
  expect(await preview(1)).toEqual({ series: [{ sourceId: source.id, snapshots: [] }] });
  for (let n = 0; n < 3; n += 1) await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const kept = (await preview(2)).series[0]?.snapshots.map(({ isKept }) => isKept);
  expect(kept).toEqual([false, true, true]);
  expect((await preview(null)).series[0]?.snapshots.every(({ isKept }) => isKept)).toBe(true);
});
