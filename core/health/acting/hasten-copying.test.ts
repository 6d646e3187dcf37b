/** The whole way: a disk under one of two replicas fails, and what lies on it is copied to the other before other work, once. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import { QUICK } from "../../../test/support/failover-office.ts";
import { folderSource, MANUAL_PLAN } from "../../../test/support/host.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import { openStores } from "../../catalog/open-stores.ts";
import type { RepositoryRecord } from "../../catalog/repository-store.ts";
import { LIST_MOUNTS } from "../probes/mounts.ts";
import { labDisk } from "../testing/lab-disk.ts";
import { hastenCopying } from "./hasten-copying.ts";
import type { Trouble } from "./trouble-under.ts";

const FAILING = { 5: 40, 197: 12 };
const DAY_MS = 24 * 3_600_000;

async function furnish() {
  const watching = await openWatchingHost();
  const { folder, machine, host, home } = watching;
  const [documents, vault, second] = ["documents", "vault", "second"].map((name) => join(folder, name));
  if (documents === undefined || vault === undefined || second === undefined) throw new Error("no folders");
  await Promise.all([documents, vault, second].map((one) => mkdir(one)));
  await writeFile(join(documents, "letter.txt"), "Dear reader");
  machine.say(
    LIST_MOUNTS,
    `/dev/sda / ext4 rw 0 0\n/dev/sdb ${vault} ext4 rw 0 0\n/dev/sdc ${second} ext4 rw 0 0\n`,
  );
  const show = (raw: Readonly<Record<number, number>>) =>
    machine.setDisks([
      { name: "sda", smart: labDisk("SYSTEM") },
      { name: "sdb", smart: labDisk("VAULT", raw) },
      { name: "sdc", smart: labDisk("SECOND") },
    ]);
  show({});
  await watching.later(0);
  const { id: repositoryId } = await host.call("repositories.create", {
    ...{ name: "Vault", location: join(vault, "repo"), password: "correct horse" },
  });
  const source = await host.call("sources.save", {
    ...{ sourceId: null, draft: folderSource("Documents", documents) },
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Daily", repositoryId, sourceIds: [source.id] },
  });
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const location = join(second, "repo");
  const { jobId } = await host.call("replicas.add", { repositoryId, name: "Second", location });
  await host.event("job", ({ job }) => job.id === jobId && job.state === "done");
  await host.call("failover.settings", { repositoryId, settings: QUICK });
  await vi.waitFor(
    async () => {
      const { replicas } = await host.call("replicas.list", { repositoryId });
      expect(replicas.every(({ wellSinceMs }) => wellSinceMs !== null)).toBe(true);
    },
    { timeout: 90_000, interval: 100 },
  );
  return {
    ...{ host, show, later: watching.later },
    /** How urgent each copying was, the oldest first. */
    copyings(): readonly unknown[] {
      const catalog = new Database(join(home, "catalog.db"), { readonly: true });
      try {
        return catalog
          .prepare("SELECT priority FROM jobs WHERE kind = 'replicate' ORDER BY rowid")
          .pluck()
          .all();
      } finally {
        catalog.close();
      }
    },
    acts: async () =>
      (await host.call("acts.list", { before: null, limit: 20 })).acts.flatMap(({ kind, about, causes }) =>
        kind === "copying-hastened" ? [`${about}: ${causes.map(({ name }) => name).join()}`] : [],
      ),
  };
}

test("a disk under the active replica fails: copying begins at once and before other work, is told once, and goes by the switch", async () => {
  const { host, show, later, copyings, acts } = await furnish();
  expect(copyings()).toEqual([1]);
  await host.call("settings.set", { backUpFromFailing: false });
  show(FAILING);
  await later(0);
  expect(await acts()).toEqual([]);
  expect(copyings()).toEqual([1]);
  await host.call("settings.set", { backUpFromFailing: true });
  await later(0);
  expect(await acts()).toEqual(["Vault: LABDISK SATA HDD VAULT"]);
  expect(copyings()).toEqual([1, 2]);
  for (let n = 0; n < 2; n += 1) await later(0);
  expect(await acts()).toHaveLength(1);
}, 180_000);

test("what goes on failing is a reason once a day, until a person takes it upon themselves", async () => {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  const replica = (role: "active" | "standby") => ({ role }) as RepositoryRecord["replicas"][number];
  const vault = { id: "vault", name: "Vault", replicas: [replica("active"), replica("standby")] };
  const alone = { id: "alone", name: "Alone", replicas: [replica("active")] };
  let nowMs = 1_700_000_000_000;
  let threat: Trouble = {
    ...{ subjectId: "d1" as never, kind: "disk", name: "D1", hostId: "h" as never, hostName: "nas" },
    ...{ verdict: "failing", isOneOfSome: false, isAcknowledged: false, isThreat: true },
  };
  let hastened: string[] = [];
  let isAnyThere = false;
  const look = () => {
    hastened = [];
    hastenCopying({
      ...{ acts: stores.automaticActs, clock: { nowMs: () => nowMs }, threatsTo: () => [threat] },
      repositories: () => [vault, alone] as unknown as readonly RepositoryRecord[],
      hasten: (id) => hastened.push(id) > 0 && isAnyThere,
      onError(error) {
        throw error;
      },
    });
    return hastened;
  };
  expect(look()).toEqual(["vault"]); // no standby answers: to be tried again
  isAnyThere = true;
  expect(look()).toEqual(["vault"]);
  expect(look()).toEqual([]);
  nowMs += DAY_MS;
  expect(look()).toEqual(["vault"]);
  threat = { ...threat, isAcknowledged: true };
  nowMs += DAY_MS;
  expect(look()).toEqual([]);
  threat = { ...threat, subjectId: "d2" as never };
  expect(look()).toEqual(["vault"]);
});
