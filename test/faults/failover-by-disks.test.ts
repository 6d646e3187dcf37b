/** The disks under the active replica fail, and it is left before it dies: through the whole engine, over a made-up machine. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { ROUND_EVERY_MS } from "../../core/health/hosts/staleness.ts";
import { LIST_MOUNTS } from "../../core/health/probes/mounts.ts";
import { labDisk } from "../../core/health/testing/lab-disk.ts";
import type { FailoverSettings } from "../../shared/model/failover.ts";
import { endOf, failoverOffice, until } from "../support/failover-office.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { makeVirtualMachine } from "../support/virtual-machine.ts";

const LIMIT_MS = 600_000;
const MINUTE_MS = 60_000;
/** Sectors that cannot be read, more than before. */
const FAILING = { 5: 40, 197: 12 };

/** An office with a disk of its own under each replica. */
async function furnish(settings: Partial<FailoverSettings>) {
  const places = await tempFolder();
  const [one, other] = [join(places, "one"), join(places, "other")];
  for (const folder of [one, other]) mkdirSync(folder);
  const machine = makeVirtualMachine(await tempFolder());
  const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
  machine.say(
    LIST_MOUNTS,
    `/dev/sda / ext4 rw 0 0\n/dev/sdb ${one} ext4 rw 0 0\n/dev/sde ${other} ext4 rw 0 0\n`,
  );
  const setDisk = (smart: string) =>
    machine.setDisks([
      { name: "sda", smart: labDisk("SYSTEM") },
      { name: "sdb", smart },
      ...["sdc", "sdd", "sde"].map((name) => ({ name, smart: labDisk(name.toUpperCase()) })),
    ]);
  setDisk(labDisk("SDB"));
  const office = await failoverOffice(join(one, "repo"), join(other, "repo"), {
    ...{ files: 0, settings, parts: { clock, toolFolder: machine.folder, hostname: "office-pc" } },
  });
  /** Some time passes, and all machines are read. */
  const later = async (ms: number) => {
    clock.aheadMs += ms;
    await office.host.call("health.checkNow", {});
  };
  await later(0);
  return { ...office, places, later, setDisk };
}

describe("under the active replica", () => {
  test(
    "a disk is under suspicion once files that lie on it are found to be damaged, and no other one is",
    async () => {
      const { host, repositoryId, path, places, later } = await furnish({});
      const [pack] = readdirSync(join(places, "one", "repo", "data"), {
        recursive: true,
        withFileTypes: true,
      })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));
      if (pack === undefined) throw new Error(`nothing is saved of ${path("documents")}`);
      const bytes = readFileSync(pack);
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      writeFileSync(pack, bytes);
      const { jobId } = await host.call("repositories.check", { repositoryId, readDataPercent: 100 });
      await endOf(host, jobId);
      // where the replica really lies is looked up beside
      const suspected = await vi.waitFor(
        async () => {
          await later(ROUND_EVERY_MS);
          const { disks } = await host.call("health.disks", {});
          const found = disks.filter(({ findings }) =>
            findings.some(({ code }) => code === "DISK_DAMAGED_FILES"),
          );
          expect(found).not.toEqual([]);
          return found;
        },
        { timeout: 90_000, interval: 50 },
      );
      expect(suspected).toMatchObject([{ name: expect.stringContaining("SDB"), verdict: "ok" }]);
    },
    LIMIT_MS,
  );

  test(
    "a disk that fails is left once the verdict stands, if that is wanted, and backups go elsewhere",
    async () => {
      const diskFailing = { leaves: false, afterMs: 10 * MINUTE_MS };
      const office = await furnish({ diskFailing, silenceMs: 60 * MINUTE_MS });
      const { host, repositoryId, activeId: usualId, standbyId, later, setDisk, backUp } = office;
      setDisk(labDisk("SDB", FAILING));
      await later(ROUND_EVERY_MS);
      const known = await until(host, repositoryId, ({ replicas }) => replicas[0]?.fault != null);
      expect(known.replicas[0]?.fault).toMatchObject({ kind: "disk-failing" });
      expect(known).toMatchObject({ phase: "healthy", activeId: usualId });

      await host.call("failover.settings", {
        repositoryId,
        settings: { ...known.settings, diskFailing: { leaves: true, afterMs: 40 * MINUTE_MS } },
      });
      expect(await until(host, repositoryId, ({ phase }) => phase === "suspect")).toMatchObject({
        ...{ activeId: usualId, cause: { kind: "fault", fault: "disk-failing" } },
      });
      await later(41 * MINUTE_MS);
      const state = await until(host, repositoryId, ({ phase }) => phase === "failed-over");
      expect(state.activeId).toBe(standbyId);
      await backUp();
      const { matrix } = await host.call("failover.matrix", { repositoryId });
      expect(matrix.replicas.map(({ role }) => role)).toEqual(["standby", "active"]);

      // as long as it fails nothing goes back, and it is no place to go to
      await expect(host.call("failover.failBack", { repositoryId })).rejects.toMatchObject({
        ...{ code: "FAILOVER_REFUSED", details: { reason: "not-well" } },
      });
      setDisk(labDisk("SDB-NEW"));
      await later(ROUND_EVERY_MS);
      await until(host, repositoryId, ({ phase, isReconciled }) => phase === "recovering" && isReconciled);
    },
    LIMIT_MS,
  );
});
