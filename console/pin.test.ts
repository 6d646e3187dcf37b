/** Snapshots that are to stay, on the command line: as a person sees, removes, pins and lets go of them while no Backstay runs. */
import { utimesSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { officeHost, PASSWORD, snapshotsAt } from "../test/support/office-host.ts";
import { createOffice } from "../test/support/office-tree.ts";
import { runHere } from "./testing/run-here.ts";

const LONG_AGO = new Date("2020-02-02T02:02:02Z");

/** An office with two backups; between them `change` was at work. */
async function officeAtRest(change: (path: (...names: string[]) => string) => void) {
  const { host, path, plan } = await officeHost();
  createOffice(path("documents", "office"), "pins");
  const run = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  writeFileSync(path("documents", "photo.jpg"), "a picture.");
  utimesSync(path("documents", "photo.jpg"), LONG_AGO, LONG_AGO);
  await run();
  change(path);
  await run();
  await host.stop();
  const env = {
    ...{ BACKSTAY_HOME: path("home"), BACKSTAY_REPOSITORY: path("nas"), BACKSTAY_PASSWORD: PASSWORD },
    BACKSTAY_CACHE_DIR: path("cache"),
  };
  const backstay = (...args: readonly string[]) => runHere(args, { env });
  const ids = async () => (await snapshotsAt(path("nas"))).map(({ id }) => id.slice(0, 8));
  return { backstay, ids, path };
}

test("a pinned snapshot is seen, asked about and kept, until somebody lets go of it", async () => {
  const { backstay, ids } = await officeAtRest((path) => {
    writeFileSync(path("documents", "photo.jpg"), "A PICTURE.");
    utimesSync(path("documents", "photo.jpg"), LONG_AGO, LONG_AGO);
  });
  const [first = "", second = ""] = await ids();
  const listed = await backstay("pin");
  expect(listed).toMatchObject({ exitCode: 0 });
  expect(listed.stdout).toMatch(new RegExp(`${first}.*NAS.*Documents.*without a new date`));
  expect((await backstay("snapshots")).stdout).toMatch(new RegExp(`${first}.*pinned`));

  expect(await backstay("forget", first)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`pinned: ${first}`),
  });
  const byRule = await backstay("forget", "--keep-last", "1", "--group-by", "");
  expect(byRule).toMatchObject({ exitCode: 0 });
  expect(await ids(), "no rule removes it").toEqual([first, second]);

  expect(await backstay("pin", "add", second)).toMatchObject({ exitCode: 0 });
  expect(await backstay("pin", "add", "ffffffff")).toMatchObject({ exitCode: 1 });
  expect(await backstay("pin", "remove", second)).toMatchObject({ exitCode: 0 });
  expect(await backstay("pin", "remove", second), "it is not pinned").toMatchObject({ exitCode: 1 });
  expect(await backstay("pin", "list", second)).toMatchObject({ exitCode: 2 });

  const alerts = await backstay("alerts", "--json");
  const [alert] = JSON.parse(alerts.stdout) as readonly { readonly id: string; readonly code: string }[];
  expect(alert?.code).toBe("SOURCE_ROTTED");
  expect(await backstay("alerts", "approve", alert?.id ?? "")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("Documents"),
  });
  expect((await backstay("pin")).stdout).toContain("No snapshot is pinned");
  expect((await backstay("alerts")).stdout).toContain("There is no alert");
  expect(await backstay("forget", "--keep-last", "1", "--group-by", "")).toMatchObject({ exitCode: 0 });
  expect(await ids()).toEqual([second]);
});

test("what is older than a suspicious change is not removed by hand without a word", async () => {
  const { backstay, ids } = await officeAtRest((path) => {
    const office = createOffice(path("documents", "office"), "pins");
    office.encrypt(office.all(), ".lockbit");
  });
  const all = await ids();
  expect(await backstay("forget", all[0] ?? "")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("What changed in Documents looks suspicious"),
  });
  expect((await backstay("forget", "--keep-last", "1", "--group-by", "")).stdout).toContain("held");
  expect(await backstay("prune")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("is not freed now"),
  });
  expect(await ids()).toEqual(all);
  expect(await backstay("prune", "--dry-run")).toMatchObject({ exitCode: 0 });
  expect(await backstay("forget", all[0] ?? "", "--even-kept")).toMatchObject({ exitCode: 0 });
  expect(await backstay("prune", "--even-kept")).toMatchObject({ exitCode: 0 });
  expect(await ids()).toEqual(all.slice(1));
});
