import { randomUUID } from "node:crypto";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { HealthCause } from "../../../shared/model/automatic-act.ts";
import {
  NO_SELF_TESTS,
  type SelfTestKind,
  type SelfTestRefusal,
  type SelfTestRun,
  type SelfTestSchedule,
} from "../../../shared/model/self-test.ts";
import type { SubjectRecordOf } from "../../catalog/health-subject-store.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { SelfTestFilter, SelfTestRecord } from "../../catalog/self-test-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import type { Clock } from "../../clock.ts";
import { causeOf } from "../acting/back-up-failing.ts";
import { troublesAmong } from "../acting/trouble-under.ts";
import type { HostService } from "../hosts/host-service.ts";
import type { OnMachine } from "../hosts/open-machine.ts";
import { ASLEEP_STATUS, startSelfTest, stopSelfTest } from "../tools/smartctl/commands.ts";
import { parseSelfTestStart, type SelfTestStart } from "../tools/smartctl/parse-self-test-start.ts";
import { followTest, logOf } from "./follow-test.ts";
import { arraysOf, disksOf, mustStop, refusalFor, type TestableHost } from "./may-test.ts";
import { nextTest } from "./next-test.ts";

/** Tests that disks run of themselves: begun by hand or by schedule, and followed to their ends. */
export type SelfTests = {
  list(filter: SelfTestFilter, limit: number): SelfTestRun[];
  /** @throws {BackstayError} HEALTH_SUBJECT_NOT_FOUND, SELF_TEST_REFUSED, and what reaching the host throws */
  start(id: HealthSubjectId, kind: SelfTestKind): Promise<SelfTestRun>;
  /** @throws {BackstayError} WATCHED_HOST_NOT_FOUND */
  schedule(hostId: WatchedHostId): SelfTestSchedule;
  /** @throws {BackstayError} WATCHED_HOST_NOT_FOUND, SELF_TEST_REFUSED */
  setSchedule(hostId: WatchedHostId, schedule: SelfTestSchedule): void;
  /** After each round over a host: sees how far its tests are. */
  noteRead(hostId: WatchedHostId): void;
  /** To be called now and then: stops what strains a disk that began to fail, and begins what is due. */
  tick(): Promise<void>;
  /** Ends what is under way here; tests that have begun go on in their disks. */
  stop(): void;
};

export type SelfTestParts = {
  readonly stores: Pick<Stores, "watchedHosts" | "healthSubjects" | "selfTests">;
  readonly hosts: Pick<HostService, "require" | "secretsOf">;
  readonly clock: Clock;
  readonly onMachine: OnMachine;
  /** Whether a job works on a machine, or is about to. */
  readonly isBusy: (hostId: WatchedHostId) => boolean;
  /** Whether what fails is to be spared. */
  readonly isSparing: () => boolean;
  /** A test was stopped by itself, to spare what fails. */
  readonly onStopped: (disk: SubjectRecordOf<"disk">, causes: readonly HealthCause[]) => void;
  /** A test began or ended, or a schedule was set. */
  readonly onChange: (hostId: WatchedHostId) => void;
  /** A disk has begun: worth another look. */
  readonly onBegun: (hostId: WatchedHostId) => void;
};

const START_LIMIT_MS = 60_000;
/** A disk that would not stop its test is told so again. */
const STOP_AGAIN_MS = 15 * 60_000;
/** Bits by which smartctl says that it did not do what it was told. */
const NOT_DONE = 0b111;
const MAX_CAUSES = 20;
/** As many as matter to when each disk is due next. */
const MANY = 100_000;

export function createSelfTests(parts: SelfTestParts): SelfTests {
  const { stores, clock } = parts;
  const { selfTests: store } = stores;
  const over = new AbortController();
  /** Hosts on which a test is being started: two must not begin at once. */
  const starting = new Set<WatchedHostId>();

  const machineOf = (host: WatchedHostRecord): TestableHost => ({
    ...{ host, nowMs: clock.nowMs() },
    subjects: stores.healthSubjects.list(host.id),
    begun: new Set(store.running().map(({ subjectId }) => subjectId)),
  });

  const ask = async (
    host: WatchedHostRecord,
    disk: SubjectRecordOf<"disk">,
    kind: SelfTestKind,
  ): Promise<SelfTestStart> => {
    const { device, deviceType } = disk.reading.place;
    const command = device === null ? undefined : startSelfTest(device, deviceType, kind);
    if (command === undefined) return refused("not-supported");
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(START_LIMIT_MS)]);
    const secrets = await parts.hosts.secretsOf(host);
    const output = await parts.onMachine(host, secrets, signal, (machine) =>
      machine.run(command, { asRoot: true, signal }),
    );
    return output === undefined ? refused("host-only-reads") : parseSelfTestStart(output);
  };

  const begin = async (
    host: WatchedHostRecord,
    disk: SubjectRecordOf<"disk">,
    kind: SelfTestKind,
    cause: SelfTestRun["cause"],
  ): Promise<SelfTestRecord> => {
    const startedMs = clock.nowMs();
    const start = await ask(host, disk, kind).catch((error: unknown) => {
      // nobody waits for what was due by schedule: that its host could not be reached is told in its history
      if (cause === "person" || !isBackstayError(error) || over.signal.aborted) throw error;
      return refused("host-silent");
    });
    const test: SelfTestRecord = {
      ...{ id: randomUUID(), subjectId: disk.id, kind, cause, startedMs, logBefore: logOf(disk.reading) },
      ...(start.kind === "begun"
        ? { state: "running", endedMs: null, refusal: null, message: null }
        : { state: "refused", endedMs: startedMs, refusal: start.refusal, message: start.message }),
      ...{ remainingPercent: null, firstErrorAt: null },
    };
    // what a person is told at once needs no place in the history
    if (test.state === "running" || cause === "schedule") store.save(test);
    parts.onChange(host.id);
    if (test.state === "running") parts.onBegun(host.id);
    return test;
  };

  async function alone<T>(hostId: WatchedHostId, name: string, work: () => Promise<T>): Promise<T> {
    if (starting.has(hostId)) throw refusal(name, "array-testing", null);
    starting.add(hostId);
    try {
      return await work();
    } finally {
      starting.delete(hostId);
    }
  }

  /** Tests that were told to stop, and when. */
  const told = new Map<string, number>();

  /** Ends tests that strain what began to fail since they began. */
  async function spare(host: WatchedHostRecord): Promise<void> {
    if (!parts.isSparing()) return;
    const machine = machineOf(host);
    const nowMs = clock.nowMs();
    for (const test of store.running()) {
      const disk = machine.subjects.find(({ id }) => id === test.subjectId);
      if (disk?.kind !== "disk" || disk.vanishedMs !== null || !mustStop(disk, test.cause, machine)) continue;
      if (Math.abs(nowMs - (told.get(test.id) ?? Number.NEGATIVE_INFINITY)) < STOP_AGAIN_MS) continue;
      told.set(test.id, nowMs);
      if (!(await stopTest(host, disk))) continue;
      told.delete(test.id);
      store.save({ ...test, state: "aborted", endedMs: clock.nowMs(), remainingPercent: null });
      const subjects = [...arraysOf(machine.subjects), ...disksOf(machine.subjects)];
      parts.onStopped(disk, troublesAmong(subjects, host.name, false).slice(0, MAX_CAUSES).map(causeOf));
      parts.onChange(host.id);
    }
  }

  /** @returns whether it stopped; a host that cannot be reached now is asked again */
  async function stopTest(host: WatchedHostRecord, disk: SubjectRecordOf<"disk">): Promise<boolean> {
    const { device, deviceType } = disk.reading.place;
    const command = device === null ? undefined : stopSelfTest(device, deviceType);
    if (command === undefined) return false;
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(START_LIMIT_MS)]);
    try {
      const secrets = await parts.hosts.secretsOf(host);
      const output = await parts.onMachine(host, secrets, signal, (machine) =>
        machine.run(command, { asRoot: true, signal }),
      );
      if (output?.kind !== "said") return false;
      // a disk that sleeps runs no test
      return (output.exitStatus & NOT_DONE) === 0 || output.exitStatus === ASLEEP_STATUS;
    } catch (error) {
      if (!isBackstayError(error) && !signal.aborted) throw error;
      return false;
    }
  }

  async function tickHost(host: WatchedHostRecord): Promise<void> {
    await spare(host);
    const schedule = store.schedule(host.id);
    if (schedule === undefined || starting.has(host.id)) return;
    const due = nextTest(machineOf(host), {
      schedule,
      tests: store.list({ hostId: host.id }, MANY),
      isBusy: parts.isBusy(host.id),
      isSparing: parts.isSparing(),
    });
    if (due === undefined) return;
    await alone(host.id, due.disk.name, () => begin(host, due.disk, due.kind, "schedule"));
  }

  return {
    list: (filter, limit) => store.list(filter, limit).map(withoutLog),
    async start(id, kind) {
      const disk = stores.healthSubjects.get(id);
      if (disk?.kind !== "disk") throw new BackstayError("HEALTH_SUBJECT_NOT_FOUND", {});
      const host = parts.hosts.require(disk.hostId);
      const why = refusalFor(disk, machineOf(host));
      if (why !== undefined) throw refusal(disk.name, why, null);
      const test = await alone(host.id, disk.name, () => begin(host, disk, kind, "person"));
      if (test.refusal !== null) throw refusal(disk.name, test.refusal, test.message);
      return withoutLog(test);
    },
    schedule: (hostId) => store.schedule(parts.hosts.require(hostId).id) ?? NO_SELF_TESTS,
    setSchedule(hostId, schedule) {
      const { id, name, setup } = parts.hosts.require(hostId);
      const isOn = schedule.shortEveryDays !== null || schedule.longEveryDays !== null;
      if (isOn && setup.kind !== "local" && setup.kind !== "ssh")
        throw refusal(name, "host-only-reads", null);
      store.setSchedule(id, schedule);
      parts.onChange(id);
    },
    noteRead(hostId) {
      const nowMs = clock.nowMs();
      const subjects = new Map(stores.healthSubjects.list(hostId).map((one) => [one.id, one]));
      for (const test of store.running()) {
        const disk = subjects.get(test.subjectId);
        if (disk?.kind !== "disk") continue;
        const now = followTest(test, disk, nowMs);
        if (now === test) continue;
        store.save(now);
        parts.onChange(hostId);
      }
    },
    async tick() {
      const outcomes = await Promise.allSettled(stores.watchedHosts.list().map(tickHost));
      const failed = outcomes.find((one) => one.status === "rejected");
      if (failed !== undefined && !over.signal.aborted) throw failed.reason;
    },
    stop: () => over.abort(new BackstayError("CANCELLED", { reason: "shutdown" })),
  };
}

function refused(refusal: SelfTestRefusal): SelfTestStart {
  return { kind: "refused", refusal, message: null };
}

function refusal(name: string, reason: SelfTestRefusal, message: string | null) {
  return new BackstayError("SELF_TEST_REFUSED", { name, reason, message });
}

function withoutLog({ logBefore: _, ...test }: SelfTestRecord): SelfTestRun {
  return test;
}
