import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readLab } from "../core/health/testing/fixtures.ts";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { folderSource, MANUAL_PLAN, openTestHost } from "../test/support/host.ts";
import { tempFolder } from "../test/support/temp-folder.ts";
import { makeVirtualMachine, smartOutput } from "../test/support/virtual-machine.ts";
import { runHere } from "./testing/run-here.ts";

/** An office-pc with one disk, and on it the folder `documents` and room for backups. */
async function office() {
  const folder = await tempFolder();
  const home = join(folder, "home");
  const machine = makeVirtualMachine(await tempFolder());
  machine.setDisks([
    { name: "sda", smart: smartOutput(readLab("01", "smartctl-a-LABSATA0.json"), { serial: "A1" }) },
  ]);
  const host = await openTestHost(home, { toolFolder: machine.folder, hostname: "office-pc" });
  const socket = await serveHostSocket(home, host);
  onTestFinished(async () => {
    await socket.close();
    await host.stop();
  });
  const backstay = (...args: string[]) => runHere(args, { env: { BACKSTAY_HOME: home } });
  return { folder, host, backstay };
}

test("says what survives, why, and for scripts; what nobody knows is no copy", async () => {
  const { folder, host, backstay } = await office();
  expect((await backstay("health", "survival")).stdout).toBe(
    "Nothing is protected yet, so there is nothing that could survive.\n",
  );
  mkdirSync(join(folder, "documents"));
  writeFileSync(join(folder, "documents", "letter.txt"), "Dear customer");
  const { id: repositoryId } = await host.call("repositories.create", {
    ...{ name: "Backups", location: join(folder, "backups"), password: "sesame" },
  });
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", join(folder, "documents")),
  });
  const draft = { ...MANUAL_PLAN, name: "Now", repositoryId, sourceIds: [source.id] };
  const plan = await host.call("plans.save", { planId: null, draft });
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await host.call("health.checkNow", {});

  const { stdout, stderr, exitCode } = await backstay("health", "survival");
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  expect(stdout).toMatch(/^Documents: 1 good copy, saved just now\n/);
  expect(stdout).toContain(
    "  without office-pc: no copy\n    If this computer, office-pc, is lost, so are the sources",
  );
  expect(stdout).toContain("  without the password: 1 good copy\n");
  const json = JSON.parse((await backstay("health", "survival", "--json")).stdout);
  expect(json).toMatchObject({
    message_type: "survival",
    sources: [{ name: "Documents", good: 1, older: 0 }],
  });
  expect(json.read_back).toMatchObject([{ repository: "Backups", days: 60, percent: 0, all_read: null }]);
  expect(json.places).toEqual([{ name: "Backups", host: expect.anything(), standing: null }]);
  const [{ losses }] = json.sources;
  // the virtual machine lists the disk and not what is on it, so nobody knows whether the copy is on that disk
  expect(losses).toMatchObject([
    { kind: "disk", left: 0, unknown: 1, newest_left: null, text: expect.any(String) },
    { kind: "host", name: "office-pc", left: 0, copies: [{ place: "Backups", fate: "lost" }] },
    { kind: "office", left: 0 },
    { kind: "password", left: 1, newest_left: expect.stringMatching(/^\d{4}-/) },
  ]);
  const chinese = await backstay("--lang", "zh", "health", "survival");
  expect(chinese.stdout).toContain("Documents：1 份完好副本");
  expect(chinese.stdout).toContain("失去 office-pc 时：没有副本");
});

test("where no Backstay runs it says so", async () => {
  const { exitCode, stderr } = await runHere(["health", "survival"], {
    env: { BACKSTAY_HOME: await tempFolder() },
  });
  expect(exitCode).not.toBe(0);
  expect(stderr).not.toBe("");
});

test("hears where a place stands, and takes it back", async () => {
  const { folder, host, backstay } = await office();
  await host.call("repositories.create", {
    ...{ name: "Backups", location: join(folder, "backups"), password: "sesame" },
  });
  const standing = async () => (await host.call("survival.get", {})).places[0]?.standing;
  expect((await backstay("hosts", "stands", "Backups", "elsewhere")).stdout).toBe(
    "Backups stands elsewhere.\n",
  );
  expect(await standing()).toBe("elsewhere");
  await backstay("hosts", "stands", "Backups", "unknown");
  expect(await standing()).toBeNull();
  expect(await backstay("hosts", "stands", "office-pc", "elsewhere")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("is the computer that Backstay runs on"),
  });
  expect((await backstay("hosts", "stands", "nobody", "office")).stderr).toContain(
    "There is no such machine",
  );
  expect((await backstay("hosts", "stands", "Backups")).stderr).toContain("where");
  expect((await backstay("hosts", "list", "x", "office")).exitCode).not.toBe(0);
});
