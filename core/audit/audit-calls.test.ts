/** What the engine records of what is done with it, through its contract. */
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import type { Caller } from "../../core/api/handlers.ts";
import { methods } from "../../shared/api/methods.ts";
import type { AuditEntry } from "../../shared/model/audit.ts";
import { actionWords, auditWords } from "../../shared/words/audit-words.ts";
import type { TestHost } from "../../test/support/host.ts";
import { officeHost, PASSWORD, snapshotsAt } from "../../test/support/office-host.ts";
import { isRecorded } from "./describe-call.ts";

const BROWSER: Caller = {
  ...{ name: "console 192.168.1.9", address: "192.168.1.9", session: "0a1b2c3d" },
  rights: new Set(["read", "write"]),
};

async function entries(host: TestHost, group: string | null = null): Promise<readonly AuditEntry[]> {
  return (await host.call("audit.list", { before: null, limit: 500, group })).entries;
}

test("deletions, settings, restores and jobs are recorded with who, what and how they ended", async () => {
  const { host, path, repository, plan } = await officeHost();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const [snapshot] = await snapshotsAt(path("nas"));
  if (snapshot === undefined) throw new Error("there is a snapshot");
  const snapshotId = snapshot.id as never;

  await host.call("settings.set", { keepHistoryDays: 30 }, BROWSER);
  const restore = await host.call("restore.start", {
    ...{ repositoryId: repository.id, snapshotId, paths: ["/"], conflict: "skip", verify: true },
    target: { kind: "folder", folder: path("restored") },
  });
  await host.event("job", ({ job }) => job.id === restore.jobId && job.endedMs !== null);
  const { jobId } = await host.call(
    "snapshots.forget",
    { repositoryId: repository.id, snapshotIds: [snapshotId] },
    BROWSER,
  );
  await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null);
  await host.call("plans.remove", { planId: plan.id }, BROWSER);
  await expect(host.call("plans.remove", { planId: plan.id }, BROWSER)).rejects.toThrow();
  await vi.waitFor(async () => expect(await entries(host, "job")).toHaveLength(2), { timeout: 20_000 });

  const [forgot, restored] = await entries(host, "job");
  const [asked] = await entries(host, "snapshots");
  const who = { kind: "console", address: "192.168.1.9", session: "0a1b2c3d" };
  const short = snapshot.id.slice(0, 8);
  expect(asked).toMatchObject({
    ...{ action: "snapshots.forget", actor: who, facts: { snapshots: 1, snapshotIds: [short] } },
    ...{ subjects: [{ kind: "repository", name: "NAS" }], outcome: { is: "done", facts: { jobId } } },
  });
  expect(forgot).toMatchObject({
    ...{ action: "job.forget", actor: who, outcome: { is: "done" } },
    facts: { askedBy: asked?.number, snapshots: 1, snapshotIds: [short] },
  });
  expect(restored).toMatchObject({
    action: "job.restore",
    actor: { kind: "local" },
    outcome: { is: "done" },
  });
  const plans = await entries(host, "plans");
  expect(plans.slice(0, 2)).toMatchObject([
    { action: "plans.remove", outcome: { is: "failed", code: "PLAN_NOT_FOUND" } },
    // by the name that it had
    { action: "plans.remove", subjects: [{ kind: "plan", name: "Office hours" }], outcome: { is: "done" } },
  ]);
  expect((await entries(host, "settings"))[0]).toMatchObject({ actor: who, facts: { keepHistoryDays: 30 } });
  expect((await entries(host, "host"))[0]).toMatchObject({ action: "host.started" });
  expect(await host.call("audit.verify", {})).toMatchObject({ verdict: "whole", fault: null });
  expect(host.logged).toEqual([]);
});

test("no secret gets into the trail, in whatever call it is given", async () => {
  const { host, path } = await officeHost();
  const secret = "sesame-0123456789";
  const hostKey = `ssh-ed25519 SHA256:${"A".repeat(43)}`;
  const attempts: readonly [never, object][] = [
    ["repositories.create" as never, { name: "Other", location: path("other"), password: secret }],
    [
      "repositories.open" as never,
      { name: "Web", location: `rest:https://office:${secret}@nas.example/`, password: secret },
    ],
    [
      "repositories.open" as never,
      {
        ...{ name: "Server", password: secret },
        location: {
          place: {
            ...{ kind: "sftp", address: "127.0.0.1", port: 1, user: "office", folder: "b", hostKey: null },
            signIn: "password",
          },
          secrets: { password: secret },
        },
      },
    ],
    [
      "hosts.add" as never,
      {
        draft: {
          name: "NAS",
          setup: { kind: "ssh", address: "127.0.0.1", port: 1, user: "root", signIn: "password" },
        },
        secrets: { password: secret },
      },
    ],
    ...(["sources.save", "sources.try"] as const).map((method): [never, object] => [
      method as never,
      {
        sourceId: null,
        draft: {
          ...{ kind: "sftp", name: "Projects", icon: "server", hostname: "box", paths: ["/projects"] },
          ...{ excludes: [], excludeCaches: false, bytesPerSecond: null },
          machine: { address: "127.0.0.1", port: 1, user: "office", signIn: "password", hostKey },
        },
        secrets: { password: secret, machine: { privateKey: secret, passphrase: secret, password: secret } },
      },
    ]),
    [
      "alerts.channels.save" as never,
      {
        channelId: null,
        draft: {
          ...{ name: "Hook", isEnabled: false, language: "en" },
          setup: { kind: "webhook", shape: "generic", chat: "" },
        },
        secrets: { address: `https://hooks.example/${secret}`, key: secret },
      },
    ],
  ];
  for (const [name, input] of attempts) await host.call(name, input as never).catch(() => undefined);
  const recorded = await entries(host);
  for (const [name] of attempts) expect(recorded.map(({ action }) => action)).toContain(name);
  const { records } = await host.call("audit.export", { after: 0, limit: 1000 });
  const text = JSON.stringify(records);
  expect(text).toContain("Other");
  expect(text).toContain(hostKey);
  for (const hidden of [secret, PASSWORD, encodeURIComponent(PASSWORD)]) expect(text).not.toContain(hidden);
});

test("what the contract refuses is not recorded, and looking is not either", async () => {
  const { host } = await officeHost();
  const before = (await entries(host)).length;
  await host.dispatch("plans.remove", { planId: "none" }, BROWSER);
  await host.dispatch("plans.remove", {}, { name: "metrics", rights: new Set(["read"]) });
  await host.dispatch("plans.erase", {}, BROWSER);
  await host.call("plans.list", {});
  expect(await entries(host)).toHaveLength(before);
});

test("every method that changes something has words in both languages", () => {
  const recorded = Object.keys(methods).filter((name) => isRecorded(name as keyof typeof methods));
  expect(recorded.length).toBeGreaterThan(30);
  for (const language of ["en", "zh"] as const)
    expect(recorded.filter((name) => actionWords(name, language) === name)).toEqual([]);
  expect(Object.keys(auditWords.zh.facts)).toEqual(Object.keys(auditWords.en.facts));
  expect(Object.keys(auditWords.zh.actions)).toEqual(Object.keys(auditWords.en.actions));
});

test("a host that was stopped says so, and the next one goes on with the same trail", async () => {
  const { host, open, path } = await officeHost();
  const { head } = await host.call("audit.verify", {});
  await host.stop();
  const kept = JSON.parse(readFileSync(path("home", "audit-head.json"), "utf8")) as { number: number };
  expect(kept.number).toBe((head?.number ?? 0) + 1);
  const next = await open();
  expect((await entries(next, "host")).map(({ action }) => action)).toEqual([
    ...["host.started", "host.stopped", "host.started"],
  ]);
  const written = `${head?.number}:${head?.hash}`;
  expect(await next.call("audit.verify", { head: written })).toMatchObject({ verdict: "whole" });
});
