import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createAlertService } from "../core/alerts/alert-service.ts";
import { openStores } from "../core/catalog/open-stores.ts";
import { systemClock } from "../core/clock.ts";
import { createChangeHold } from "../core/guard/change-hold.ts";
import { lockDataFolder } from "../core/host/host-lock.ts";
import type { JobId, RepositoryId, SnapshotId, SourceId } from "../shared/ids.ts";
import { USUAL_CHANGE_LIMITS } from "../shared/model/change-guard.ts";
import { tempFolder } from "../test/support/temp-folder.ts";
import { runHere } from "./testing/run-here.ts";

/** A data folder no host works with, in which a source is overdue. */
async function officeAtRest() {
  const folder = join(await tempFolder(), "home");
  mkdirSync(folder);
  const stores = openStores(folder);
  const alerts = createAlertService(stores.alerts, systemClock, () => {});
  const hourAgoMs = Date.now() - 3_600_000;
  const sourceId = "00000000-0000-4000-8000-000000000002" as string as SourceId;
  const late = { code: "SOURCE_OVERDUE", sourceId, newestMs: null, deadlineMs: hourAgoMs } as const;
  alerts.raise({ ...late, about: "Photos \u001b[31m" }, "failing");
  const [alert] = alerts.list("open", 1);
  stores.close();
  if (alert === undefined) throw new Error("no alert");
  const backstay = (...args: string[]) => runHere(["alerts", ...args], { env: { BACKSTAY_HOME: folder } });
  return { folder, alert, backstay };
}

test("alerts are listed and acknowledged where no Backstay runs", async () => {
  const { alert, backstay } = await officeAtRest();
  const listed = await backstay();
  expect(listed).toMatchObject({ exitCode: 0, stderr: "" });
  expect(listed.stdout).toContain(`${alert.id.slice(0, 8)}  failing`);
  expect(listed.stdout).toContain("is overdue by 1 hour");
  expect(listed.stdout).not.toContain("\u001b[31m");
  const acknowledged = await backstay("ack", alert.id.slice(0, 8));
  expect(acknowledged).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("Acknowledged: Photos"),
  });
  expect(JSON.parse((await backstay("--json")).stdout)).toMatchObject([
    { id: alert.id, code: "SOURCE_OVERDUE", standing: "acknowledged", acknowledged: expect.any(String) },
  ]);
});

test("suspicious changes are approved where no Backstay runs, and nothing else is", async () => {
  const { folder, alert, backstay } = await officeAtRest();
  const repositoryId = "ab".repeat(32) as RepositoryId;
  const sourceId = "00000000-0000-4000-8000-000000000003" as SourceId;
  const facts = {
    filesBefore: 100,
    deleted: 0,
    added: 90,
    changed: 0,
    renamed: 90,
    looked: 90,
    scrambled: 90,
  };
  const openHold = () => {
    const stores = openStores(folder);
    const alerts = createAlertService(stores.alerts, systemClock, () => {});
    return {
      stores,
      alerts,
      hold: createChangeHold({ ...stores, alerts, limits: () => USUAL_CHANGE_LIMITS, onHeld() {} }),
    };
  };
  const { stores, alerts } = openHold();
  alerts.raise(
    {
      ...{ code: "CHANGE_SUSPICIOUS", repositoryId, sourceId, planId: null, about: "Letters" },
      ...{
        jobId: sourceId as string as JobId,
        suspicions: ["renamed"],
        facts: { ...facts, ransomNames: 0, examples: [] },
      },
      before: { snapshotId: "cd".repeat(32) as SnapshotId, timeMs: 0 },
    },
    "failing",
  );
  const changed = alerts.list("open", 5).find(({ subject }) => subject.code === "CHANGE_SUSPICIOUS");
  stores.close();
  const wrong = await backstay("approve", changed?.id ?? "", alert.id);
  expect(wrong).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("is not about suspicious changes"),
  });
  const isHeld = () => {
    const opened = openHold();
    const held = opened.hold.isHeld(repositoryId, sourceId);
    opened.stores.close();
    return held;
  };
  expect(isHeld(), "all or none").toBe(true);
  const approved = await backstay("approve", changed?.id.slice(0, 8) ?? "");
  expect(approved).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("changes in Letters count as meant"),
  });
  expect(isHeld()).toBe(false);
});

test("what is not there or makes no sense is said, and changes nothing", async () => {
  const { folder, backstay } = await officeAtRest();
  expect(await backstay("ack", "ffff")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("There is no such alert"),
  });
  expect(await backstay("ack")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("needs an id"),
  });
  expect(await backstay("list", "ab")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("takes no id"),
  });
  const nowhere = await runHere(["alerts"], { env: { BACKSTAY_HOME: join(folder, "nowhere") } });
  expect(nowhere).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("No Backstay runs") });
  expect((await backstay("--json")).stdout).toContain('"standing":"needs"');
});

test("a host that starts in this very moment keeps its catalog to itself", async () => {
  const { folder, alert, backstay } = await officeAtRest();
  const lock = lockDataFolder(folder);
  try {
    expect(await backstay("ack", alert.id)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("runs already"),
    });
  } finally {
    lock.release();
  }
});

test("a program is made a channel in a terminal, changed there, and takes no other channel's name", async () => {
  const { folder, backstay } = await officeAtRest();
  const made = await backstay("program", "Bell", "--", "/usr/local/bin/ring", "--loud", "two words");
  expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("/usr/local/bin/ring") });
  expect(await backstay("program", "Bell", "/usr/local/bin/horn")).toMatchObject({ exitCode: 0 });
  expect(await backstay("program", "Bell", "horn")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("not the full path"),
  });
  expect(await backstay("program", "Bell")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("needs the name of a channel"),
  });
  const stores = openStores(folder);
  onTestFinished(() => stores.close());
  expect(stores.channels.list()).toMatchObject([
    { name: "Bell", setup: { kind: "command", program: "/usr/local/bin/horn", arguments: [] } },
  ]);
});

test("where no Backstay runs, what is said to start it can be typed", async () => {
  const { folder } = await officeAtRest();
  const env = { BACKSTAY_HOME: folder, PATH: "" }; // no `backstay` in a terminal, as from a checkout
  expect((await runHere(["status"], { env })).stdout).toContain("`npx backstay console`");
});
