/** Failover through the whole engine: a real host, real job processes, real folders and servers of which one dies in mid-backup. */
import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  expectAlike,
  expectOneAlert,
  failBackAndCompare,
  moveLimitMs,
  failoverOffice as office,
  placeOn,
  until,
} from "../support/failover-office.ts";
import { openTestHost } from "../support/host.ts";
import { busyness } from "../support/processor-time.ts";
import { startSshServer } from "../support/ssh-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const LIMIT_MS = 600_000;

describe.skipIf(lacksTool("restic"))("a replica that dies in mid-backup", () => {
  test(
    "a folder that is gone: the backup ends on the other, and all comes back as it was",
    async () => {
      const places = await tempFolder();
      const [first, second] = [join(places, "first"), join(places, "second")];
      const all = await office(first, second);
      const { host, repositoryId, standbyId, startHeld } = all;
      const { runId, goOn } = await startHeld();
      renameSync(first, join(places, "unplugged"));
      goOn();
      expect(await host.ended(runId)).toMatchObject({ state: "done", error: null, filesNew: 24 });
      const state = await until(host, repositoryId, ({ phase }) => phase === "failed-over");
      expect(state).toMatchObject({ activeId: standbyId, move: null });
      await expectOneAlert(host);
      renameSync(join(places, "unplugged"), first);
      await failBackAndCompare(all, [first, second]);
    },
    LIMIT_MS,
  );

  test.skipIf(lacksTool("sshd", "ssh-keygen"))(
    "a server that is killed: the backup ends on the other, and all comes back as it was",
    async () => {
      const [one, other] = [await startSshServer(), await startSshServer()];
      const places = await tempFolder();
      const [first, second] = [join(places, "first"), join(places, "second")];
      const all = await office(placeOn(one, first), placeOn(other, second));
      const { host, repositoryId, standbyId, startHeld } = all;
      const { runId, goOn } = await startHeld();
      const killedMs = Date.now();
      await one.stop();
      goOn();
      const state = await until(host, repositoryId, ({ phase }) => phase === "failed-over");
      expect(state).toMatchObject({ activeId: standbyId });
      expect(state.lastMoveMs).toBeLessThan(moveLimitMs());
      expect(Date.now() - killedMs).toBeLessThan(90_000 * busyness());
      expect(await host.ended(runId)).toMatchObject({ state: "done", error: null, filesNew: 24 });
      await expectOneAlert(host);
      await one.restart();
      await failBackAndCompare(all, [first, second]);
    },
    LIMIT_MS,
  );

  test(
    "a person moves backups to the other one while one runs, and no job is lost",
    async () => {
      const places = await tempFolder();
      const [first, second] = [join(places, "first"), join(places, "second")];
      const { host, path, repositoryId, standbyId, startHeld } = await office(first, second);
      const { runId, goOn } = await startHeld();
      await host.call("failover.switchOver", {
        ...{ repositoryId, replicaId: standbyId, forGood: true, evenIfBehind: false },
      });
      goOn();
      await expect(
        host.call("failover.switchOver", { repositoryId, replicaId: standbyId }),
      ).rejects.toMatchObject({ code: "FAILOVER_REFUSED", details: { reason: "busy" } });
      expect(await host.ended(runId)).toMatchObject({ state: "done", filesNew: 24 });
      await until(host, repositoryId, ({ phase, activeId, usualId, replicas }) => {
        const isAlike = replicas.every(({ role, lag }) => role === "active" || lag?.snapshots === 0);
        return phase === "healthy" && activeId === standbyId && usualId === standbyId && isAlike;
      });
      expect((await host.call("alerts.list", { which: "open", limit: 20 })).alerts).toEqual([]);
      await expectAlike([first, second], path("documents"));
    },
    LIMIT_MS,
  );

  test(
    "the host is killed in the middle of it, and the next one brings it to its end, once",
    async () => {
      const places = await tempFolder();
      const [first, second] = [join(places, "first"), join(places, "second")];
      const { host, path, repositoryId, standbyId, startHeld } = await office(first, second);
      const { runId, goOn } = await startHeld();
      renameSync(first, join(places, "unplugged"));
      goOn();
      await host.event("job", ({ job }) => job.kind === "backup" && job.state === "cancelled");
      await host.stop();
      const again = await openTestHost(path("home"));
      onTestFinished(() => again.stop());
      expect(await again.ended(runId)).toMatchObject({ state: "done", filesNew: 24 });
      await until(
        again,
        repositoryId,
        ({ phase, activeId }) => phase === "failed-over" && activeId === standbyId,
      );
      const { runs } = await again.call("plans.history", { planId: null, beforeMs: null, limit: 10 });
      const run = runs.find(({ id }) => id === runId);
      const jobs = await Promise.all((run?.jobIds ?? []).map((jobId) => again.call("jobs.get", { jobId })));
      expect(jobs.filter(({ state }) => state === "done")).toHaveLength(1);
      await expectOneAlert(again);
    },
    LIMIT_MS,
  );
});
