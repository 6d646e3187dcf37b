/** Replicas and failover on the command line, with a host that runs beside it. */
import { cpSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import type { FailoverView } from "../shared/model/failover.ts";
import { officeHost } from "../test/support/office-host.ts";
import { runHere } from "./testing/run-here.ts";

async function office() {
  const all = await officeHost();
  const home = all.path("home");
  const socket = await serveHostSocket(home, all.host);
  onTestFinished(() => socket.close());
  const backstay = (...args: string[]) => runHere(args, { env: { BACKSTAY_HOME: home } });
  return { ...all, backstay };
}

test("a second replica is added, listed, told of in both languages and removed", async () => {
  const { path, backstay, host, plan } = await office();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect((await backstay("failover")).stdout).toBe("No repository has a second replica.\n");
  const added = await backstay("replicas", "add", "NAS", "NAS 2", path("second"));
  expect(added).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("NAS 2 is a replica now") });
  await host.event("job", ({ job }) => job.kind === "replicate" && job.endedMs !== null);
  const { repositoryId } = (await host.call("failover.list", {})).repositories[0] ?? {};
  if (repositoryId === undefined) throw new Error("no replicas");
  const state = async () => (await host.call("failover.state", { repositoryId })).state;
  const before = await state();
  const { settings } = before ?? {};
  if (settings === undefined) throw new Error("no settings");
  await host.call("failover.settings", { repositoryId, settings: { ...settings, beatEveryMs: 1000 } });
  await vi.waitFor(
    async () => expect((await state())?.replicas.every(({ wellSinceMs }) => wellSinceMs !== null)).toBe(true),
    { timeout: 60_000, interval: 100 },
  );
  const listed = await backstay("replicas", "list", "NAS");
  expect(listed.stdout).toMatch(/NAS +active, usual/);
  expect(listed.stdout).toMatch(/NAS 2 +standby .* nothing/);
  const [found] = JSON.parse((await backstay("failover", "--json")).stdout) as object[];
  expect(found).toMatchObject({
    ...{ name: "NAS", phase: "healthy", epoch: 1, move: null, is_held: false },
    replicas: [
      { name: "NAS", role: "active", is_usual: true },
      { name: "NAS 2", role: "standby", lag: { snapshots: 0 } },
    ],
  });
  expect((await backstay("failover", "--lang", "zh")).stdout).toContain("NAS：一切正常");
  const refused = await backstay("failover", "back", "NAS");
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain("that replica is active already");
  await backstay("failover", "hold", "NAS");
  expect((await backstay("failover")).stdout).toContain("nothing moves by itself");
  expect(await backstay("replicas", "remove", "NAS", "NAS 2")).toMatchObject({ exitCode: 0 });
  expect((await backstay("failover")).stdout).toBe("No repository has a second replica.\n");
});

test("a copy is adopted, ordered, copied to, switched to and back, and all of it can be read by programs", async () => {
  const { path, backstay, host, plan, repository } = await office();
  const repositoryId = repository.id;
  const backUp = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const json = async (...args: string[]) => {
    const { stdout, exitCode, stderr } = await backstay(...args, "--json");
    return { exitCode, stderr, value: stdout === "" ? undefined : (JSON.parse(stdout) as unknown) };
  };
  const until = async (fits: (state: FailoverView) => boolean) =>
    await vi.waitFor(
      async () => {
        const { state } = await host.call("failover.state", { repositoryId });
        if (state === null || !fits(state)) throw new Error(JSON.stringify(state));
        return state;
      },
      { timeout: 60_000, interval: 100 },
    );
  await backUp();
  cpSync(path("nas"), path("copy"), { recursive: true });
  expect((await json("replicas", "adopt", "NAS", "Copy", path("nowhere"))).exitCode).not.toBe(0);
  const adopted = await json("replicas", "adopt", "NAS", "Copy", path("copy"));
  expect(adopted).toMatchObject({
    exitCode: 0,
    value: { message_type: "replica_added", name: "Copy", role: "standby" },
  });
  expect(await json("replicas", "priority", "NAS", "Copy", "5")).toMatchObject({ exitCode: 0 });
  expect((await json("replicas", "list", "NAS")).value).toMatchObject([
    {
      name: "NAS",
      replicas: [
        { name: "NAS", role: "active", priority: 0 },
        { name: "Copy", role: "standby", priority: 5 },
      ],
    },
  ]);
  expect((await json("replicas", "priority", "NAS", "Copy", "first")).exitCode).not.toBe(0);
  expect(await json("replicas", "copy", "NAS", "Copy")).toMatchObject({ exitCode: 0 });

  const { settings } = await until(({ replicas }) => replicas.every(({ jobId }) => jobId === null));
  const quick = { beatEveryMs: 1000, beatsToClear: 1, stableMs: 1000, retryMs: 1000 };
  await host.call("failover.settings", { repositoryId, settings: { ...settings, ...quick } });
  expect(await json("failover", "settings", "NAS", "--return", "on-request")).toMatchObject({
    ...{ exitCode: 0, value: { message_type: "ordered", action: "settings" } },
  });
  await until(
    (state) => state.returns === "on-request" && state.replicas.every((one) => one.wellSinceMs !== null),
  );
  for (const [action, isHeld] of [
    ["hold", true],
    ["release", false],
  ] as const) {
    expect(await json("failover", action, "NAS")).toMatchObject({ exitCode: 0, value: { action } });
    expect((await json("failover")).value).toMatchObject([{ is_held: isHeld }]);
  }

  expect(await json("failover", "switch", "NAS", "Copy")).toMatchObject({
    exitCode: 0,
    value: { action: "switch" },
  });
  await until(({ phase, move, isReconciled }) => phase === "recovering" && move === null && isReconciled);
  expect((await json("failover", "show", "NAS")).value).toMatchObject([
    {
      replicas: [
        { name: "NAS", role: "standby", is_usual: true },
        { name: "Copy", role: "active", is_usual: false },
      ],
    },
  ]);
  expect((await json("replicas", "remove", "NAS", "Copy")).exitCode).not.toBe(0);
  expect((await backUp()).state).toBe("done");
  await until(({ replicas }) => replicas.every(({ jobId }) => jobId === null));
  const sources = [{ name: "Documents", replicas: [{ is_met: true }, { is_met: true }] }];
  expect((await json("failover", "matrix", "NAS")).value).toMatchObject({ replicas: [{}, {}], sources });
  expect((await json("replicas", "exempt", "NAS", "Copy", "Photos")).exitCode).not.toBe(0);
  const cells = (isNeeded: boolean) => [
    {
      placement: [
        { name: "Documents", replicas: [{ is_needed: true }, { is_needed: isNeeded, is_met: true }] },
      ],
    },
  ];
  expect((await json("replicas", "exempt", "NAS", "Copy", "Documents")).value).toMatchObject(cells(false));
  expect((await backstay("replicas", "list", "NAS")).stdout).toMatch(/Documents .* need not be there/);
  expect((await json("replicas", "require", "NAS", "Copy", "Documents")).value).toMatchObject(cells(true));
  expect((await json("failover", "metrics", "NAS")).value).toMatchObject({
    ...{ replicas: [{ name: "NAS" }, { name: "Copy" }], recovery: { begun: 0, succeeded: 0 } },
    moves: [{ kind: "switchover", took_ms: expect.any(Number) }],
  });
  expect((await json("failover", "readiness", "NAS")).value).toMatchObject({
    failover: { facts: { healthy_copies: 1, drill: null } },
    backup: { facts: { healthy_copies: 2 } },
  });
  expect((await backstay("failover", "matrix", "NAS")).stdout).toMatch(/Documents +just now +just now/);
  expect((await backstay("failover", "metrics", "NAS")).stdout).toMatch(/to Copy, took .*\d/);
  expect((await backstay("failover", "readiness", "NAS", "--lang", "zh")).stdout).toMatch(
    /故障切换：\d+，满分 100/,
  );
  expect(await json("failover", "back", "NAS")).toMatchObject({ exitCode: 0, value: { action: "back" } });
  await until(({ phase }) => phase === "healthy");
  const history = await json("failover", "history", "NAS");
  expect(history.exitCode).toBe(0);
  const steps = (history.value as { to: string }[]).map(({ to }) => to);
  expect(steps).toEqual(expect.arrayContaining(["failing-over", "recovering", "failing-back", "healthy"]));
  expect(await json("replicas", "remove", "NAS", "Copy")).toMatchObject({ exitCode: 0 });
}, 180_000);

test("what is not known to be well is not called so, in either language", async () => {
  const { path, backstay, host } = await office();
  await backstay("replicas", "add", "NAS", "NAS 2", path("second"));
  const [repository] = (await host.call("failover.list", {})).repositories;
  if (repository === undefined) throw new Error("no replicas");
  const { repositoryId, settings } = repository;
  // so that no three heartbeats are good while this test looks
  await host.call("failover.settings", {
    repositoryId,
    settings: { ...settings, beatsToClear: 100 },
  });
  const said = (await backstay("failover")).stdout;
  expect(said).toContain("NAS: whether all of them are well is not known yet");
  expect((await backstay("failover", "--lang", "zh")).stdout).toContain("NAS：尚不清楚它们是否全部正常");
});
