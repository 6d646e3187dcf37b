/** What can happen to the place of the active replica in mid-backup, through the whole engine, with real file systems and servers. */
import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { FaultKind } from "../../shared/model/failover.ts";
import { hasInKernel } from "../support/array-site.ts";
import { differencesOf, readTreeFacts } from "../support/compare-trees.ts";
import { openEngine } from "../support/engine.ts";
import {
  expectOneAlert,
  type FailoverOffice,
  failBackAndCompare,
  failoverOffice,
  moveLimitMs,
  placeOn,
  until,
} from "../support/failover-office.ts";
import { type LoopDisk, makeLoopDisk, mountPoint } from "../support/loop-disk.ts";
import { PASSWORD } from "../support/office-host.ts";
import { startSshServer } from "../support/ssh-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import {
  bind,
  canMount,
  makeReadOnly,
  makeWritable,
  mountAgain,
  mountTmpfs,
  resizeTmpfs,
  unmount,
} from "../support/tmpfs.ts";
import { lacks, lacksInKernel, lacksTool } from "../support/tools.ts";

const LIMIT_MS = 600_000;
const FILES = 16;

const lacksDisks =
  lacks("a right to mount", process.geteuid?.() === 0 && canMount()) ||
  lacksTool("restic", "mkfs.ext4", "losetup") ||
  lacksInKernel("ext4 and loop devices", await hasInKernel("ext4"));

type Fault = {
  readonly harm: () => void | Promise<void>;
  readonly mend: () => void | Promise<void>;
  /** Whether it looks mended while nobody tries. */
  readonly mayRelapse?: boolean;
};

/** The backup that runs ends on the other replica without anybody's doing, and all comes back as it was. */
async function survive(
  office: FailoverOffice,
  fault: Fault,
  expected: readonly FaultKind[],
  folders: readonly string[],
): Promise<void> {
  const { host, repositoryId, activeId, standbyId, startHeld } = office;
  const { runId, goOn } = await startHeld();
  await fault.harm();
  goOn();
  const state = await until(host, repositoryId, ({ phase }) => phase === "failed-over");
  expect(state).toMatchObject({ activeId: standbyId, move: null });
  expect(state.lastMoveMs).toBeLessThan(moveLimitMs());
  expect(await host.ended(runId)).toMatchObject({ state: "done", error: null, filesNew: FILES });
  await expectOneAlert(host);
  const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 20 });
  const { cause } = transitions.find(({ to }) => to === "failing-over") ?? {};
  expect(cause).toMatchObject({ kind: "fault", replicaId: activeId });
  expect(expected).toContain(cause?.kind === "fault" ? cause.fault : undefined);
  await fault.mend();
  await failBackAndCompare(office, folders, fault.mayRelapse);
}

/** Nor are heads of the audit trail looked for, or kept, in what is not the replica. */
async function expectNoHeads({ host }: FailoverOffice): Promise<void> {
  const { anchors } = await host.call("audit.verify", { head: null });
  expect(anchors.find(({ name }) => name === "NAS")).toMatchObject({ state: "unreachable" });
}

describe.skipIf(lacksTool("restic") || !canMount())(
  "the file system of the active replica in mid-backup",
  () => {
    test(
      "turns read-only",
      async () => {
        const [disk, other] = [await mountTmpfs("600m"), await tempFolder()];
        const [first, second] = [join(disk, "repo"), join(other, "repo")];
        const office = await failoverOffice(first, second, { files: FILES });
        // the system refuses while a file is being written, which a backup that is held soon has done
        const harm = () => vi.waitFor(() => makeReadOnly(disk), { timeout: 60_000, interval: 20 });
        const fault = { harm, mend: () => makeWritable(disk) };
        await survive(office, fault, ["read-only"], [first, second]);
      },
      LIMIT_MS,
    );

    test(
      "is full",
      async () => {
        const [disk, other] = [await mountTmpfs("30m"), await tempFolder()];
        const [first, second] = [join(disk, "repo"), join(other, "repo")];
        const office = await failoverOffice(first, second, { files: FILES });
        // what was not finished is removed, and then there is room until somebody copies again
        const fault = { harm: () => {}, mend: () => resizeTmpfs(disk, "600m"), mayRelapse: true };
        await survive(office, fault, ["out-of-space"], [first, second]);
      },
      LIMIT_MS,
    );

    test(
      "is unmounted: nothing is written to what lies beneath, and it counts again when it is back",
      async () => {
        const [disk, other] = [await tempFolder(), await tempFolder()];
        const share = await mountAgain(disk);
        const [first, second] = [join(share, "repo"), join(other, "repo")];
        const office = await failoverOffice(first, second, { files: FILES });
        const fault = {
          harm: () => unmount(share),
          mend() {
            expect(readdirSync(share)).toEqual([]);
            bind(disk, share);
          },
        };
        await survive(office, fault, ["unreachable", "identity-mismatch"], [first, second]);
      },
      LIMIT_MS,
    );
  },
);

describe.skipIf(lacksDisks)("where the disk of the active replica is mounted, in mid-backup", () => {
  test.each([
    ["another one with somebody else's repository", true],
    ["an empty one", false],
  ])(
    "%s comes to be: nothing is written to it, and the right one counts again when it is back",
    async (_, isInUse) => {
      const [disk, wrong, other] = [await makeLoopDisk(300), await makeLoopDisk(60), await tempFolder()];
      const place = await mountPoint();
      const [first, second] = [join(place, "repo"), join(other, "repo")];
      const change = (to: LoopDisk) => {
        unmount(place);
        to.mount(place);
      };
      wrong.mount(place);
      if (isInUse) await (await openEngine({ location: first, password: PASSWORD, init: 2 })).close();
      const before = await readTreeFacts(place);
      change(disk);
      const office = await failoverOffice(first, second, { files: FILES });
      const fault = {
        harm: () => change(wrong),
        async mend() {
          await expectNoHeads(office);
          // times of folders included, which tell of files that came and went
          expect(differencesOf(before, await readTreeFacts(place))).toEqual([]);
          change(disk);
        },
      };
      await survive(office, fault, ["identity-mismatch", "unreachable"], [first, second]);
    },
    LIMIT_MS,
  );
});

describe.skipIf(lacksTool("restic"))("at the place of the active replica in mid-backup", () => {
  test(
    "stands another repository: it is left as it is",
    async () => {
      const places = await tempFolder();
      const [first, second, wrong] = ["first", "second", "wrong"].map((name) => join(places, name)) as [
        ...[string, string, string],
      ];
      const stranger = await openEngine({ location: wrong, password: PASSWORD, init: 2 });
      await stranger.close();
      const namesIn = (folder: string) => readdirSync(folder, { recursive: true }).toSorted();
      const before = namesIn(wrong);
      const office = await failoverOffice(first, second, { files: FILES });
      const fault = {
        harm() {
          renameSync(first, `${first} aside`);
          renameSync(wrong, first);
        },
        async mend() {
          await expectNoHeads(office);
          expect(namesIn(first)).toEqual(before);
          renameSync(first, wrong);
          renameSync(`${first} aside`, first);
        },
      };
      await survive(office, fault, ["identity-mismatch", "unreachable"], [first, second]);
    },
    LIMIT_MS,
  );

  test(
    "is an empty folder: it is no replica, and nothing is made there",
    async () => {
      const places = await tempFolder();
      const [first, second] = [join(places, "first"), join(places, "second")];
      const office = await failoverOffice(first, second, { files: FILES });
      const fault = {
        harm() {
          renameSync(first, `${first} aside`);
          mkdirSync(first);
        },
        mend() {
          expect(readdirSync(first)).toEqual([]);
          renameSync(`${first} aside`, first);
        },
      };
      await survive(office, fault, ["unreachable", "identity-mismatch", "io-error"], [first, second]);
      expect(existsSync(join(first, "config"))).toBe(true);
    },
    LIMIT_MS,
  );

  test.skipIf(lacksTool("sshd", "ssh-keygen"))(
    "a server that freezes, while the clock of this computer is set back by an hour",
    async () => {
      const [one, other] = [await startSshServer(), await startSshServer()];
      const places = await tempFolder();
      const [first, second] = [join(places, "first"), join(places, "second")];
      const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
      const office = await failoverOffice(placeOn(one, first), placeOn(other, second), {
        ...{ files: FILES, parts: { clock }, settings: { beatLimitMs: 4_000 } },
      });
      const fault = {
        harm() {
          clock.aheadMs -= 3_600_000;
          one.freeze();
          one.freezeConnections();
        },
        mend: () => one.restart(),
      };
      await survive(office, fault, ["unreachable"], [first, second]);
    },
    LIMIT_MS,
  );
});
