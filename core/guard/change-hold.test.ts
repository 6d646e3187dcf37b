/** A suspicious backup through a whole host: what it says, what it keeps, and how a person ends that. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEngine } from "../../test/support/engine.ts";
import { MANUAL_PLAN } from "../../test/support/host.ts";
import { officeHost, PASSWORD } from "../../test/support/office-host.ts";
import { createOffice } from "../../test/support/office-tree.ts";
import { resticOn } from "../../test/support/restic.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { sourceTag } from "../backup/source-tag.ts";

test.skipIf(lacksTool("restic"))(
  "what is older stays until a person says that it was meant, also over a restart",
  async () => {
    const {
      host: first,
      open,
      path,
      plan,
      source,
      repository,
    } = await officeHost({
      retention: { ...MANUAL_PLAN.retention, last: 1 },
    });
    const office = createOffice(join(path("documents"), "office"), "hold");
    const restic = resticOn(path("nas"), PASSWORD);
    const snapshots = async (): Promise<readonly { readonly id: string }[]> =>
      JSON.parse(await restic.run("snapshots", "--json"));
    const about = { repositoryId: repository.id, sourceId: source.id };
    const run = async (host = first) =>
      await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    const alertsOf = async (host = first) =>
      (await host.call("alerts.list", { which: "open", limit: 10 })).alerts;
    const heldBy = async (host = first) => (await host.call("plans.list", {})).plans[0]?.heldSources;

    expect(await run()).toMatchObject({ state: "done" });
    const [good] = await snapshots();
    office.encrypt(office.all(), ".lockbit");
    expect(await run(), "the backup itself is good").toMatchObject({ state: "done", problemCount: 0 });

    const [alert] = await alertsOf();
    expect(alert).toMatchObject({
      severity: "failing",
      subject: { code: "CHANGE_SUSPICIOUS", ...about, about: "Documents", before: { snapshotId: good?.id } },
    });
    expect(await heldBy()).toEqual(["Documents"]);
    await first.call("alerts.acknowledge", { alertId: alert?.id ?? ("" as never) });
    expect(await run(), "an ordinary one after it").toMatchObject({ state: "done" });
    await expect(first.call("repositories.prune", { repositoryId: repository.id })).rejects.toMatchObject({
      ...{ code: "PRUNE_WAITS", details: { reason: "suspicious" } },
    });
    await first.stop();

    const host = await open();
    await run(host);
    const { jobs } = await host.call("jobs.list", {
      ...{ kinds: ["forget", "prune"], states: null, beforeMs: null, limit: 10 },
    });
    expect(jobs.filter(({ kind, counts }) => kind === "prune" || counts?.removed !== 0)).toEqual([]);
    expect((await snapshots()).map(({ id }) => id)).toContain(good?.id);
    expect(await restic.run("ls", good?.id ?? "", "--json")).not.toContain(".lockbit");

    await host.call("plans.approveChange", about);
    expect(await alertsOf(host)).toEqual([]);
    expect(await heldBy(host)).toBeUndefined();
    await run(host);
    await host.event("job", ({ job }) => job.kind === "forget" && (job.counts?.removed ?? 0) > 0);
    expect(await snapshots()).toHaveLength(1);
  },
);

test("a change that was meant once is not suspicious when it comes again", async () => {
  const { host, path, plan, source, repository } = await officeHost();
  const office = createOffice(join(path("documents"), "office"), "again");
  const run = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const isHeld = async () => (await host.call("plans.list", {})).plans[0]?.heldSources !== undefined;
  await run();
  const seal = async (least: number) => {
    office.encrypt(office.all().slice(least, least + 50), "");
    await run();
  };
  await seal(0);
  expect(await isHeld()).toBe(true);
  await host.call("plans.approveChange", { repositoryId: repository.id, sourceId: source.id });
  await seal(50);
  expect(await isHeld()).toBe(false);
  await host.call("settings.set", {
    changeLimits: { isOn: true, minFiles: 3, lostPercent: 2, scrambledPercent: 50 },
  });
  office.encrypt(office.all().slice(100, 150), ".x9k2");
  await run();
  expect(await isHeld(), "names are another matter, and the limits are lower").toBe(true);
});

test("a suspicious backup whose host was killed before anybody judged it is found by the next one", async () => {
  const { host, path, plan, source } = await officeHost();
  const office = createOffice(join(path("documents"), "office"), "killed");
  const run = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await run();
  office.encrypt(office.all(), ".x9k2");
  const killed = await openEngine({ location: path("nas"), password: PASSWORD });
  await killed.backUp(path("documents"), { tags: [sourceTag(source.id)] });
  await killed.close();
  expect(await run()).toMatchObject({ state: "done" });
  expect((await host.call("plans.list", {})).plans[0]?.heldSources).toEqual(["Documents"]);
});
