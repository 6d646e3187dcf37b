/** What a person wants to be done around moves, through the whole engine: an order that is given up for it, and one that is not. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import type { HookDraft } from "../../shared/model/failover-hooks.ts";
import { QUICK } from "../../test/support/failover-office.ts";
import { officeHost } from "../../test/support/office-host.ts";

const LIMIT_MS = 180_000;

test(
  "a guard that fails gives up what a person ordered; without it backups move, and all of it is told and recorded",
  async () => {
    const { host, path, repository, plan } = await officeHost();
    await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    const repositoryId = repository.id;
    const { replica, jobId } = await host.call("replicas.add", {
      ...{ repositoryId, name: "NAS 2", location: path("nas 2") },
    });
    await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null);
    await host.call("failover.settings", { repositoryId, settings: QUICK });

    writeFileSync(
      path("hook.cjs"),
      `const fs = require("node:fs");
       const { BACKSTAY_WHEN, BACKSTAY_MOVE, BACKSTAY_BY, BACKSTAY_FROM, BACKSTAY_TO } = process.env;
       fs.appendFileSync(__filename + ".out", [BACKSTAY_WHEN, BACKSTAY_MOVE, BACKSTAY_BY, BACKSTAY_FROM, BACKSTAY_TO].join(" ") + "\\n");
       if (process.argv[2] !== undefined && fs.existsSync(process.argv[2])) { console.log("not today"); process.exit(1); }`,
    );
    writeFileSync(path("forbidden"), "");
    const draft = (name: string, more: Partial<HookDraft>, ...args: string[]): HookDraft => ({
      ...{ name, isEnabled: true, moves: ["switchover", "failback"], limitSeconds: 60 },
      action: { kind: "command", program: process.execPath, arguments: [path("hook.cjs"), ...args] },
      ...{ when: "before", onFailure: "abort", ...more },
    });
    const save = (given: HookDraft) =>
      host.call("hooks.save", { repositoryId, hookId: null, draft: given, secrets: {} });
    const guard = await save(draft("Guard", {}, path("forbidden")));
    await save(draft("Bell", { when: "after", onFailure: "warn" }));
    await expect(
      host.call(
        "hooks.save",
        { repositoryId, hookId: guard.id, draft: draft("Guard", {}, "-e", "evil"), secrets: {} },
        { name: "console 127.0.0.1", rights: new Set(["read", "write"]) },
      ),
    ).rejects.toMatchObject({ code: "HOOK_REFUSED" });
    expect(await host.call("hooks.try", { hookId: guard.id })).toMatchObject({
      ...{ problem: "program-failed", answer: "1 not today" },
    });
    expect((await host.call("alerts.list", { which: "open", limit: 10 })).alerts).toEqual([]);

    const order = () =>
      vi.waitFor(
        async () => {
          await host.call("failover.switchOver", { repositoryId, replicaId: replica.id });
        },
        { timeout: 90_000, interval: 250 },
      );
    const said = () => (existsSync(path("hook.cjs.out")) ? readFileSync(path("hook.cjs.out"), "utf8") : "");
    const stateOf = async () => (await host.call("failover.state", { repositoryId })).state;
    await order();
    await vi.waitFor(
      async () => {
        const { alerts } = await host.call("alerts.list", { which: "open", limit: 10 });
        expect(alerts.map(({ subject }) => subject.code)).toContain("HOOK_FAILED");
        expect(await stateOf()).toMatchObject({ move: null, epoch: 1, activeId: repository.replicas[0]?.id });
      },
      { timeout: 60_000, interval: 100 },
    );
    expect(said()).toContain("before switchover person NAS NAS 2\n");
    expect(said()).not.toContain("after");
    const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 20 });
    expect(transitions).toContainEqual(
      expect.objectContaining({ cause: expect.objectContaining({ kind: "failed", detail: "HOOK_FAILED" }) }),
    );

    await host.call("hooks.save", {
      ...{ repositoryId, hookId: guard.id, draft: draft("Guard", { onFailure: "warn" }, path("forbidden")) },
      secrets: {},
    });
    await order();
    await vi.waitFor(() => expect(said()).toContain("after switchover person NAS NAS 2\n"), {
      ...{ timeout: 90_000, interval: 100 },
    });
    expect(await stateOf()).toMatchObject({ activeId: replica.id, epoch: 2 });
    await vi.waitFor(
      async () => {
        const listed = async (group: string) =>
          (await host.call("audit.list", { before: null, limit: 500, group })).entries;
        const ran = (await listed("hook")).map(({ facts }) => `${facts.name} ${facts.isTrial ?? ""}`);
        expect(ran).toEqual(["Bell ", "Guard ", "Guard ", "Guard true"]);
        const moves = (await listed("failover")).filter(({ actor }) => actor.kind === "failover");
        expect(moves.map(({ action }) => action)).toContain("failover.moved");
      },
      { timeout: 20_000 },
    );
    expect(host.logged).toEqual([]);
  },
  LIMIT_MS,
);
