/** Files that change without a new date, through a whole host: what is told, what is kept, and how a person ends that. */
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SnapshotId } from "../../shared/ids.ts";
import { MANUAL_PLAN } from "../../test/support/host.ts";
import { officeHost, PASSWORD, snapshotsAt } from "../../test/support/office-host.ts";
import { resticOn } from "../../test/support/restic.ts";
import { lacksTool } from "../../test/support/tools.ts";

const LONG_AGO = new Date("2020-02-02T02:02:02Z");

async function setUp() {
  const office = await officeHost({ retention: { ...MANUAL_PLAN.retention, last: 1 } });
  const { path, plan, repository, source } = office;
  let host = office.host;
  const about = { repositoryId: repository.id, sourceId: source.id };
  /** Writes as a program does that leaves the date as it was. */
  const write = (name: string, content: string) => {
    const place = join(path("documents"), name);
    writeFileSync(place, content);
    utimesSync(place, LONG_AGO, LONG_AGO);
  };
  return {
    ...{ about, write, path, plan, repository, source },
    host: () => host,
    async restart() {
      await host.stop();
      host = await office.open();
    },
    run: async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId),
    alerts: async () =>
      (await host.call("alerts.list", { which: "open", limit: 10 })).alerts.filter(
        ({ subject }) => subject.code === "SOURCE_ROTTED",
      ),
    pins: async () => (await host.call("snapshots.pins", { repositoryId: repository.id })).pins,
    ids: async () => (await snapshotsAt(path("nas"))).map(({ id }) => id),
    /** Resolves when no job is left that locks the repository against other programs. */
    idle: async () =>
      await expect
        .poll(async () => {
          const which = { kinds: null, states: ["queued" as const, "running" as const], beforeMs: null };
          return (await host.call("jobs.list", { ...which, limit: 10 })).jobs;
        })
        .toEqual([]),
    /** Resolves when rules have removed something. */
    thinned: async () =>
      await host.event("job", ({ job }) => job.kind === "forget" && (job.counts?.removed ?? 0) > 0),
    list: async () =>
      (await host.call("snapshots.list", { repositoryId: repository.id, seriesId: source.id as never }))
        .snapshots,
  };
}

test.skipIf(lacksTool("restic"))(
  "the snapshot with the older version stays until a person says that it was meant, over a restart and any rule",
  async () => {
    const { about, write, path, host, restart, run, alerts, pins, ids, list, thinned, idle } = await setUp();
    const restic = resticOn(path("nas"), PASSWORD);
    write("vault.hc", "sealed one");
    write("photo.jpg", "a picture.");
    expect(await run()).toMatchObject({ state: "done" });
    const [good] = (await ids()) as [SnapshotId];

    write("vault.hc", "sealed two");
    expect(await run(), "the backup itself is good").toMatchObject({ state: "done", problemCount: 0 });
    const [alert] = await alerts();
    expect(alert).toMatchObject({
      severity: "warning",
      subject: {
        ...{ about: "Documents", silent: 0, undated: 1, further: 0, disks: [] },
        ...{ examples: [join(path("documents"), "vault.hc")], before: { snapshotId: good } },
      },
    });
    expect(await pins()).toMatchObject([{ ...about, snapshotId: good, reason: "rot" }]);
    expect((await list()).map(({ pin }) => pin?.reason)).toEqual(["rot", undefined]);

    await host().call("alerts.acknowledge", { alertId: alert?.id ?? ("" as never) });
    write("vault.hc", "sealed 3rd");
    await run();
    const [again] = await alerts();
    expect(again, "known, so nobody is woken for it").toMatchObject({
      ...{ occurrences: 2, subject: { undated: 1, before: { snapshotId: good } } },
    });
    expect(again?.acknowledgedMs).not.toBeNull();
    expect(await pins()).toHaveLength(1);
    await restart();
    write("letter.txt", "Dear mister.");
    await run();
    write("photo.jpg", "A PICTURE.");
    await run();
    expect(await alerts(), "another file wakes somebody").toMatchObject([
      { acknowledgedMs: null, subject: { undated: 2, before: { snapshotId: good } } },
    ]);
    await thinned();
    expect(await ids()).toContain(good);
    const [{ snapshotId: second }] = (await pins()).slice(1) as unknown as [{ snapshotId: SnapshotId }];
    await expect(
      host().call("snapshots.forget", { repositoryId: about.repositoryId, snapshotIds: [good] }),
    ).rejects.toMatchObject({ code: "SNAPSHOT_PINNED", details: { snapshots: [good.slice(0, 8)] } });
    await idle();
    expect(await restic.run("dump", good, join(path("documents"), "vault.hc"))).toBe("sealed one");
    expect(await restic.run("check")).toContain("no errors");

    await host().call("plans.settleRot", { ...about, isMeant: true });
    expect(await alerts()).toEqual([]);
    expect(await pins()).toEqual([]);
    write("vault.hc", "sealed 4th");
    await run();
    await expect.poll(async () => (await ids()).filter((id) => id === good || id === second)).toEqual([]);
    expect(await alerts(), "it was meant").toEqual([]);
    await idle();
    await restic.run("forget", "--keep-last", "1", "--prune");
    expect(await restic.run("check")).toContain("no errors");
  },
);

test("files that have their good content again end the alert, and the snapshot may go", async () => {
  const { write, run, alerts, pins } = await setUp();
  write("a.jpg", "picture a");
  write("b.jpg", "picture b");
  await run();
  write("a.jpg", "pictXre a");
  write("b.jpg", "pictXre b");
  await run();
  expect(await alerts()).toMatchObject([{ subject: { undated: 2 } }]);
  write("a.jpg", "picture a");
  await run();
  expect(await alerts(), "one is left").toMatchObject([{ subject: { undated: 1 } }]);
  expect(await pins()).toHaveLength(1);
  write("b.jpg", "picture b");
  await run();
  expect(await alerts()).toEqual([]);
  expect(await pins()).toEqual([]);
  write("a.jpg", "pictYre a");
  await run();
  expect(await alerts(), "nobody said that it was meant").toHaveLength(1);
});

test("a pin that a person takes off ends what it was for, and one that a person puts on stays", async () => {
  const { about, write, host, run, alerts, pins, ids, source, thinned } = await setUp();
  const { repositoryId } = about;
  write("a.jpg", "picture a");
  await run();
  const [first] = (await ids()) as [SnapshotId];
  write("a.jpg", "pictXre a");
  await run();
  await host().call("snapshots.unpin", { repositoryId, snapshotId: first });
  expect([await alerts(), await pins()]).toEqual([[], []]);
  await run();
  await thinned();
  const [now] = (await ids()) as [SnapshotId];
  const which = { repositoryId, snapshotId: now };
  const wrong = { ...which, snapshotId: first, seriesId: source.id as never };
  await expect(host().call("snapshots.pin", wrong)).rejects.toMatchObject({ code: "SNAPSHOT_NOT_FOUND" });
  await host().call("snapshots.pin", { ...which, seriesId: source.id as never });
  write("b.txt", "new");
  await run();
  const preview = await host().call("plans.previewRetention", {
    ...{ repositoryId, sourceIds: [source.id], retention: { ...MANUAL_PLAN.retention, last: 1 } },
  });
  expect(preview.series[0]?.snapshots[0]).toMatchObject({ isKept: true, reasons: ["pinned"] });
  write("c.txt", "new");
  await run();
  expect(await ids()).toContain(now);
  const { jobId } = await host().call("snapshots.forget", {
    ...{ repositoryId, snapshotIds: [now], evenKept: true },
  });
  await host().event("job", ({ job }) => job.id === jobId && job.endedMs !== null);
  expect(await pins()).toEqual([]);
  expect(await ids()).not.toContain(now);
});

test("nothing is told when nobody wants to be told", async () => {
  const { write, host, run, alerts, path } = await setUp();
  await host().call("settings.set", {
    changeLimits: { isOn: false, minFiles: 3, lostPercent: 2, scrambledPercent: 50 },
  });
  write("a.jpg", "picture a");
  await run();
  write("a.jpg", "pictXre a");
  await run();
  expect(readFileSync(join(path("documents"), "a.jpg"), "utf8")).toBe("pictXre a");
  expect(await alerts()).toEqual([]);
});
