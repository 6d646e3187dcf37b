/** The whole way, with programs that print what smartctl prints: begun, followed to the end, by hand and by schedule. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { SelfTestRefusal, SelfTestSchedule } from "../../../shared/model/self-test.ts";
import { folderSource, MANUAL_PLAN, type TestHost } from "../../../test/support/host.ts";
import { smartOutput, type VirtualMachine } from "../../../test/support/virtual-machine.ts";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import { ROUND_EVERY_MS } from "../hosts/staleness.ts";
import { LAB_DISK } from "../testing/lab-disk.ts";
import { MDSTAT } from "../tools/md/commands.ts";
import { startSelfTest, stopSelfTest } from "../tools/smartctl/commands.ts";

const DAY_MS = 24 * 3_600_000;
const BEGUN = "Testing has begun.\nPlease wait 2 minutes for test to complete.\n";
const ALWAYS: SelfTestSchedule = { shortEveryDays: 7, longEveryDays: 30, window: null };

type Entry = { readonly kind: "Short" | "Extended"; readonly status: number; readonly lba?: number };
type Shown = {
  readonly raw?: Readonly<Record<number, number>>;
  /** Tenths that remain of a test that runs. */
  readonly running?: number;
  /** The disk's log, the newest first. */
  readonly log?: readonly Entry[];
};

function disk(serial: string, { raw = {}, running, log = [] }: Shown = {}): string {
  const output = JSON.parse(smartOutput(LAB_DISK, { serial, raw }));
  const value = running === undefined ? 0 : 0xf0 + running;
  output.ata_smart_data.self_test = { status: { value, string: "" }, polling_minutes: { short: 2 } };
  output.ata_smart_self_test_log = {
    standard: {
      table: log.map(({ kind, status, lba }, n) => ({
        type: { value: 1, string: `${kind} offline` },
        status: { value: status, string: "", ...(status === 0 ? { passed: true } : {}) },
        lifetime_hours: 100 - n,
        ...(lba === undefined ? {} : { lba }),
      })),
    },
  };
  return JSON.stringify(output);
}

type Lab = {
  readonly host: TestHost;
  readonly machine: VirtualMachine;
  readonly folder: string;
  show(disks: Readonly<Record<string, string | undefined>>): void;
  /** What smartctl says when it is told to start any test. */
  allow(name: string, text?: string, status?: number): void;
  later(ms: number): Promise<void>;
  /** Some time passes, and a chore of the host has looked at what is due. */
  tick(): Promise<void>;
  idOf(serial: string): Promise<HealthSubjectId>;
  hostId(): Promise<WatchedHostId>;
  tests(): Promise<readonly string[]>;
  refusalOf(serial: string): Promise<SelfTestRefusal | undefined>;
};

async function furnish(): Promise<Lab> {
  const { host, machine, folder, clock, later } = await openWatchingHost();
  const disks = async () => (await host.call("health.disks", {})).disks;
  const lab: Lab = {
    ...{ host, machine, folder },
    show: (shown) =>
      machine.setDisks(
        Object.entries(shown).map(([name, smart]) => ({ name, ...(smart === undefined ? {} : { smart }) })),
      ),
    allow(name, text = BEGUN, status = 0) {
      for (const kind of ["short", "long"] as const) {
        const command = startSelfTest(`/dev/${name}`, "sat", kind);
        if (command !== undefined) machine.say(command, text, { status });
      }
    },
    later,
    async tick() {
      clock.aheadMs += 61_000;
      host.noteWakeUp();
      // the chore runs one program; two rounds run dozens, one after another
      for (let n = 0; n < 2; n += 1) await host.call("health.checkNow", {});
    },
    async idOf(serial) {
      const found = (await disks()).find(({ identity }) => identity.serial === serial);
      if (found === undefined) throw new Error(`no disk ${serial}`);
      return found.id;
    },
    hostId: async () => (await host.call("hosts.list", {})).hosts[0]?.id as WatchedHostId,
    async tests() {
      const known = new Map((await disks()).map(({ id, identity }) => [id, identity.serial]));
      const { tests } = await host.call("selfTests.list", { limit: 50 });
      return tests.map(
        ({ subjectId, kind, cause, state, remainingPercent, firstErrorAt }) =>
          `${known.get(subjectId)} ${kind} ${cause} ${state} ${remainingPercent ?? ""}${firstErrorAt ?? ""}`,
      );
    },
    async refusalOf(serial) {
      const subjectId = await lab.idOf(serial);
      try {
        await host.call("selfTests.start", { subjectId, kind: "short" });
        return undefined;
      } catch (error) {
        return (error as { details: { reason: SelfTestRefusal } }).details.reason;
      }
    },
  };
  return lab;
}

describe("a test begun by hand", () => {
  test("is followed until it has passed", async () => {
    const lab = await furnish();
    lab.show({ sda: disk("A") });
    lab.allow("sda");
    await lab.later(0);
    lab.show({ sda: disk("A", { running: 4 }) });
    const subjectId = await lab.idOf("A");
    expect(await lab.host.call("selfTests.start", { subjectId, kind: "long" })).toMatchObject({
      ...{ subjectId, kind: "long", cause: "person", state: "running", refusal: null },
    });
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.tests()).toEqual(["A long person running 40"]);
    expect(await lab.refusalOf("A")).toBe("already-running");
    lab.show({ sda: disk("A", { log: [{ kind: "Extended", status: 0 }] }) });
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.tests()).toEqual(["A long person passed "]);
    expect((await lab.host.call("selfTests.list", { subjectId, limit: 5 })).tests[0]?.endedMs).not.toBeNull();
  });

  test("that fails says where, and is a reason of the disk's verdict", async () => {
    const lab = await furnish();
    const older: Entry = { kind: "Short", status: 0 };
    lab.show({ sda: disk("A", { log: [older] }) });
    lab.allow("sda");
    await lab.later(0);
    await lab.host.call("selfTests.start", { subjectId: await lab.idOf("A"), kind: "short" });
    lab.show({ sda: disk("A", { log: [{ kind: "Short", status: 0x70, lba: 4711 }, older] }) });
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.tests()).toEqual(["A short person failed 4711"]);
    const [found] = (await lab.host.call("health.disks", {})).disks;
    expect(found).toMatchObject({ verdict: "warning" });
    expect(found?.findings.map(({ code }) => code)).toContain("DISK_SELF_TEST_FAILED");
  });

  test("an older result is not taken for its own, and a disk that tells nothing leaves it open", async () => {
    const lab = await furnish();
    const log: readonly Entry[] = [{ kind: "Short", status: 0 }];
    lab.show({ sda: disk("A", { log }) });
    lab.allow("sda");
    await lab.later(0);
    await lab.host.call("selfTests.start", { subjectId: await lab.idOf("A"), kind: "short" });
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.tests()).toEqual(["A short person running "]);
    await lab.later(4 * ROUND_EVERY_MS);
    expect(await lab.tests()).toEqual(["A short person unknown "]);
  });

  test("stopped by the machine is told as such, and one that is gone with its disk as unknown", async () => {
    const lab = await furnish();
    lab.show({ sda: disk("A"), sdb: disk("B") });
    for (const name of ["sda", "sdb"]) lab.allow(name);
    await lab.later(0);
    for (const serial of ["A", "B"])
      await lab.host.call("selfTests.start", { subjectId: await lab.idOf(serial), kind: "short" });
    lab.show({ sda: disk("A", { log: [{ kind: "Short", status: 0x28 }] }) });
    await lab.later(ROUND_EVERY_MS);
    expect((await lab.tests()).toSorted()).toEqual(["A short person aborted ", "B short person unknown "]);
  });

  test("is refused with a reason where it would harm or cannot be", async () => {
    const lab = await furnish();
    lab.show({ sda: disk("A"), sdb: disk("B", { raw: { 5: 40, 197: 9 } }), sdc: disk("C"), sdd: undefined });
    lab.allow("sda", "Can't start self-test without aborting current test (90% remaining),\n", 4);
    await lab.later(0);
    lab.show({ sda: disk("A"), sdb: disk("B", { raw: { 5: 90, 197: 30 } }), sdc: disk("C") });
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.refusalOf("A")).toBe("already-running");
    expect(await lab.refusalOf("B")).toBe("disk-failing");
    lab.allow("sdc", "", 3);
    expect(await lab.refusalOf("C")).toBe("disk-asleep");
    lab.allow("sdc", "Warning: device does not support Self-Test functions.\n", 4);
    expect(await lab.refusalOf("C")).toBe("not-supported");
    expect(await lab.tests()).toEqual([]);
    await lab.later(DAY_MS); // the clock went on, and everything is read again
    lab.show({ sda: disk("A") });
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.refusalOf("C")).toBe("disk-gone");
  });

  test("is refused before anything was read of the one that has just begun, on the disk and on those beside it", async () => {
    const lab = await furnish();
    lab.show({ sda: disk("A"), sdb: disk("B"), sdc: disk("C") });
    for (const name of ["sda", "sdb", "sdc"]) lab.allow(name);
    lab.machine.say(
      MDSTAT,
      "Personalities : [raid1]\nmd0 : active raid1 sdb[1] sda[0]\n      1000 blocks super 1.2 [2/2] [UU]\n\nunused devices: <none>\n",
    );
    await lab.later(0);
    expect(await lab.refusalOf("A")).toBeUndefined();
    expect(await lab.refusalOf("A")).toBe("already-running");
    expect(await lab.refusalOf("B")).toBe("array-testing");
    expect(await lab.refusalOf("C")).toBeUndefined();
    lab.show({ sda: disk("A", { log: [{ kind: "Short", status: 0 }] }), sdb: disk("B"), sdc: disk("C") });
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.refusalOf("B")).toBeUndefined();
  });

  test("is refused while another disk of its array tests itself, or the array needs all it has", async () => {
    const lab = await furnish();
    const mdstat = (members: string, states: string, more = "") =>
      `Personalities : [raid1]\nmd0 : active raid1 ${members}\n      1000 blocks super 1.2 ${states}\n${more}\nunused devices: <none>\n`;
    const serve = (states: string, more = "") =>
      lab.machine.say(MDSTAT, mdstat("sdb[1] sda[0]", states, more));
    lab.show({ sda: disk("A", { running: 5 }), sdb: disk("B") });
    lab.allow("sdb");
    serve("[2/2] [UU]");
    await lab.later(0);
    expect(await lab.refusalOf("B")).toBe("array-testing");
    lab.show({ sda: disk("A"), sdb: disk("B") });
    serve(
      "[2/1] [U_]",
      "      [==>..................]  recovery = 12.6% (126/1000) finish=1.0min speed=10K/sec\n",
    );
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.refusalOf("B")).toBe("array-in-need");
    serve("[2/2] [UU]");
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.refusalOf("B")).toBeUndefined();
  });
});

describe("a test that runs when something begins to fail", () => {
  const FAILING = { 5: 40, 197: 9 };
  const acts = async ({ host }: Lab) =>
    (await host.call("acts.list", { before: null, limit: 10 })).acts.map(
      ({ kind, about, causes }) => `${kind} ${about}: ${causes.map(({ name }) => name).join()}`,
    );
  const forbid = (lab: Lab, name: string, status = 0) => {
    const command = stopSelfTest(`/dev/${name}`, "sat");
    if (command !== undefined) lab.machine.say(command, "Self-testing aborted!\n", { status });
  };

  test("is stopped on the disk that fails, and goes on where a person began it on another", async () => {
    const lab = await furnish();
    lab.show({ sda: disk("A"), sdb: disk("B") });
    for (const name of ["sda", "sdb"]) lab.allow(name);
    await lab.later(0);
    for (const serial of ["A", "B"])
      await lab.host.call("selfTests.start", { subjectId: await lab.idOf(serial), kind: "long" });
    lab.show({ sda: disk("A", { running: 8, raw: FAILING }), sdb: disk("B", { running: 8 }) });
    forbid(lab, "sda", 4); // it does not listen at first
    await lab.later(ROUND_EVERY_MS);
    await lab.tick();
    expect((await lab.tests()).toSorted()).toEqual(["A long person running 80", "B long person running 80"]);
    expect(await acts(lab)).toEqual([]);
    forbid(lab, "sda");
    await lab.later(16 * 60_000);
    await lab.tick();
    expect((await lab.tests()).toSorted()).toEqual(["A long person aborted ", "B long person running 80"]);
    expect(await acts(lab)).toEqual(["self-test-stopped LABDISK SATA HDD A: LABDISK SATA HDD A"]);
    await lab.tick();
    expect(await acts(lab)).toHaveLength(1);
  });

  test("is stopped on every disk there when it ran by schedule, unless nothing is to be spared", async () => {
    const lab = await furnish();
    lab.show({ sda: disk("A"), sdb: disk("B") });
    lab.allow("sda");
    forbid(lab, "sda");
    await lab.later(0);
    await lab.host.call("selfTests.setSchedule", { hostId: await lab.hostId(), schedule: ALWAYS });
    await lab.tick();
    expect(await lab.tests()).toEqual(["A long schedule running "]);
    await lab.host.call("settings.set", { spareFailing: false });
    lab.show({ sda: disk("A", { running: 8 }), sdb: disk("B", { raw: FAILING }) });
    await lab.later(ROUND_EVERY_MS);
    await lab.tick();
    expect(await lab.tests()).toEqual(["A long schedule running 80"]);
    await lab.host.call("settings.set", { spareFailing: true });
    await lab.tick();
    expect(await lab.tests()).toEqual(["A long schedule aborted "]);
    expect(await acts(lab)).toEqual(["self-test-stopped LABDISK SATA HDD A: LABDISK SATA HDD B"]);
  });
});

describe("a schedule", () => {
  const two = (a: Shown = {}, b: Shown = {}) => ({ sda: disk("A", a), sdb: disk("B", b) });

  test("is off until somebody sets it", async () => {
    const lab = await furnish();
    lab.show(two());
    for (const name of ["sda", "sdb"]) lab.allow(name);
    await lab.later(0);
    expect(await lab.host.call("selfTests.schedule", { hostId: await lab.hostId() })).toEqual({
      ...{ shortEveryDays: null, longEveryDays: null, window: null },
    });
    await lab.tick();
    expect(await lab.tests()).toEqual([]);
  });

  test("has one disk after another test itself, and each as often as was said", async () => {
    const lab = await furnish();
    lab.show(two());
    for (const name of ["sda", "sdb"]) lab.allow(name);
    await lab.later(0);
    const hostId = await lab.hostId();
    await lab.host.call("selfTests.setSchedule", { hostId, schedule: ALWAYS });
    await lab.tick();
    expect(await lab.tests()).toEqual(["A long schedule running "]);
    lab.show(two({ running: 9 }));
    await lab.tick();
    await lab.tick();
    expect(await lab.tests()).toEqual(["A long schedule running 90"]);
    const log: readonly Entry[] = [{ kind: "Extended", status: 0 }];
    lab.show(two({ log }));
    await lab.later(ROUND_EVERY_MS);
    await lab.tick();
    lab.show(two({ log }, { log }));
    await lab.later(ROUND_EVERY_MS);
    expect(await lab.tests()).toEqual(["B long schedule passed ", "A long schedule passed "]);
    await lab.tick();
    expect(await lab.tests()).toHaveLength(2);
    await lab.later(7 * DAY_MS);
    await lab.tick();
    expect((await lab.tests())[0]).toBe("A short schedule running ");
  });

  test("waits while a backup runs or is about to, outside of its window, and while something fails there", async () => {
    const lab = await furnish();
    lab.show(two());
    for (const name of ["sda", "sdb"]) lab.allow(name);
    await lab.later(0);
    const hostId = await lab.hostId();
    const documents = join(lab.folder, "documents");
    await mkdir(documents);
    await writeFile(join(documents, "a"), "a");
    const { id: repositoryId } = await lab.host.call("repositories.create", {
      ...{ name: "Vault", location: join(lab.folder, "repo"), password: "correct horse" },
    });
    const source = await lab.host.call("sources.save", {
      ...{ sourceId: null, draft: folderSource("Documents", documents) },
    });
    const draft = { ...MANUAL_PLAN, name: "Often", repositoryId, sourceIds: [source.id] };
    const soon = await lab.host.call("plans.save", {
      planId: null,
      draft: { ...draft, schedule: { kind: "cron", expression: "*/10 * * * *" } },
    });
    await lab.host.call("selfTests.setSchedule", { hostId, schedule: ALWAYS });
    await lab.tick();
    expect(await lab.tests()).toEqual([]);
    await lab.host.call("plans.setPaused", { planId: soon.id, isPaused: true });

    const now = new Date(Date.now() + 4 * 3_600_000);
    const hour = (ahead: number) => `${String((now.getHours() + ahead) % 24).padStart(2, "0")}:00`;
    const window = { from: hour(4), to: hour(6) };
    await lab.host.call("selfTests.setSchedule", { hostId, schedule: { ...ALWAYS, window } });
    await lab.tick();
    expect(await lab.tests()).toEqual([]);

    await lab.host.call("selfTests.setSchedule", { hostId, schedule: ALWAYS });
    lab.show(two({}, { raw: { 5: 40, 197: 9 } }));
    await lab.later(ROUND_EVERY_MS);
    await lab.tick();
    expect(await lab.tests()).toEqual([]);
    lab.show(two());
    await lab.later(ROUND_EVERY_MS);
    for (const jobs = async () => (await lab.host.call("overview.get", {})).jobs; (await jobs()).length > 0; )
      await lab.host.event("job", ({ job }) => job.state === "done");
    await lab.tick();
    expect(await lab.tests()).toEqual(["A long schedule running "]);
  });

  test("tells that a disk refused, and asks it again a day later", async () => {
    const lab = await furnish();
    lab.show({ sda: disk("A") });
    lab.allow("sda", "Warning: device does not support Self-Test functions.\n", 4);
    await lab.later(0);
    await lab.host.call("selfTests.setSchedule", { hostId: await lab.hostId(), schedule: ALWAYS });
    await lab.tick();
    await lab.tick();
    const { tests } = await lab.host.call("selfTests.list", { limit: 5 });
    expect(tests).toMatchObject([{ state: "refused", refusal: "not-supported", cause: "schedule" }]);
    expect(tests[0]?.message).toMatch(/does not support/);
    await lab.later(DAY_MS);
    await lab.tick();
    expect(await lab.tests()).toHaveLength(2);
  });
});
