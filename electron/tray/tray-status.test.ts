import { describe, expect, test } from "vitest";
import type { JobId, PlanId, ReplicaId, RepositoryId, SourceId } from "../../shared/ids.ts";
import type { FailoverView } from "../../shared/model/failover.ts";
import type { JobView } from "../../shared/model/job.ts";
import type { Overview, SourceStatus } from "../../shared/model/overview.ts";
import { NOTHING_WATCHED } from "../../shared/model/overview-health.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";
import { lostStatus, trayStatus } from "./tray-status.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const HOUR = 3_600_000;

const source = (name: string, part: Partial<SourceStatus> = {}): SourceStatus => ({
  source: {
    id: name as SourceId,
    name,
    icon: "documents",
    paths: ["/srv"],
    excludes: [],
    excludeCaches: true,
    oneFileSystem: false,
    kind: "files",
  },
  planIds: ["plan" as PlanId],
  protection: "protected",
  newestGoodMs: NOW - 12 * 60_000,
  deadlineMs: NOW + 5 * HOUR,
  dueEveryMinutes: 60,
  copies: [],
  sizeBytes: null,
  lastRunHadProblems: false,
  lastRunFailed: false,
  ...part,
});

const repository = (
  name: string,
  ...reach: RepositoryView["replicas"][number]["reach"][]
): RepositoryView => ({
  id: name as RepositoryId,
  name,
  replicas: reach.map((reached, n) => ({
    id: `${name} ${n}` as ReplicaId,
    name,
    location: "/nas",
    kind: "folder",
    error: null,
    role: "active",
    reach: reached,
    checkedMs: NOW,
    freeBytes: null,
    totalBytes: null,
  })),
  damageFoundMs: null,
  repair: null,
});

const backup = (part: Partial<JobView> = {}): JobView => ({
  id: "job" as JobId,
  kind: "backup",
  state: "running",
  isPaused: false,
  repositoryId: null,
  planId: null,
  sourceId: "Photos" as SourceId,
  runId: null,
  attempt: 1,
  createdMs: NOW,
  startedMs: NOW,
  endedMs: null,
  progress: null,
  counts: null,
  problemCount: 0,
  problems: [],
  renamed: [],
  error: null,
  ...part,
});

const overview = (part: Partial<Overview> = {}): Overview => ({
  nowMs: NOW,
  sources: [source("Documents"), source("Photos")],
  repositories: [repository("NAS", "reachable")],
  jobs: [],
  today: { startMs: 0, endMs: 1, runs: [], planned: [] },
  nextRun: null,
  addedPerDay: [],
  openAlerts: 0,
  worstAlert: null,
  health: NOTHING_WATCHED,
  incidents: [],
  ...part,
});

const status = (part: Partial<Overview> = {}) => trayStatus(overview(part), NOW, "en");

describe("when all is well", () => {
  test("a full sail and how old the newest backup is", () => {
    expect(status()).toEqual({
      shape: "protected",
      sentence: "All 2 sources are protected. Last backup 12 minutes ago.",
    });
    expect(trayStatus(overview(), NOW, "zh")).toEqual({
      shape: "protected",
      sentence: "全部 2 个来源均受保护。最近一次备份在12 分钟前。",
    });
  });

  test("stripes while a job runs, with as much as is known of it", () => {
    expect(status({ jobs: [backup()] })).toEqual({ shape: "working", sentence: "Backing up Photos." });
    const progress = {
      phase: "save",
      filesDone: 1,
      filesTotal: null,
      bytesDone: 999,
      bytesTotal: 1000,
      bytesPerSecond: null,
      remainingMs: null,
      currentPath: null,
      bytesStored: null,
      problemCount: 0,
    };
    expect(status({ jobs: [backup({ progress })] }).sentence).toBe("Backing up Photos, 99 %.");
    expect(status({ jobs: [backup({ kind: "check", sourceId: null })] }).sentence).toBe("Working.");
    expect(status({ jobs: [backup({ state: "queued" })] }).shape).toBe("protected");
  });
});

describe("what is not fine is never shown as fine", () => {
  test("what became overdue since the engine said how it is", () => {
    const late = source("Documents", { deadlineMs: NOW - 10 * HOUR });
    expect(status({ sources: [late, source("Photos")] })).toEqual({
      shape: "unprotected",
      sentence: "Documents is overdue by 10 hours.",
    });
  });

  test.each([
    ["overdue", { deadlineMs: NOW - 3 * HOUR }, "unprotected", "Documents is overdue by 3 hours."],
    ["never", { newestGoodMs: null }, "unprotected", "Documents has no good backup."],
    ["unknown", {}, "attention", "Nobody knows whether Documents is protected."],
    ["unplanned", {}, "attention", "No plan takes care of Documents."],
    ["waiting", { newestGoodMs: null }, "attention", "The first backup of Documents is still to come."],
  ] as const)("a source that is %s", (protection, part, shape, sentence) => {
    expect(status({ sources: [source("Documents", { protection, ...part })] })).toEqual({ shape, sentence });
  });

  test("nothing at all", () => {
    expect(status({ sources: [], repositories: [] })).toEqual({
      shape: "attention",
      sentence: "Nothing is protected yet.",
    });
  });

  test("a repository of which no place answers, but not one of several places", () => {
    expect(status({ repositories: [repository("NAS", "unreachable")] })).toEqual({
      shape: "unprotected",
      sentence: "NAS does not answer.",
    });
    expect(status({ repositories: [repository("NAS", "unreachable", "reachable")] }).shape).toBe("protected");
  });

  test("open alerts", () => {
    expect(status({ openAlerts: 3 })).toEqual({ shape: "attention", sentence: "3 alerts are open." });
  });

  test("the gravest of alerts, damage, and a last run that failed", () => {
    expect(status({ openAlerts: 1, worstAlert: "failed" }).shape).toBe("unprotected");
    expect(status({ openAlerts: 1, worstAlert: "failing" }).shape).toBe("attention");
    expect(status({ sources: [source("Photos", { protection: "damaged", newestGoodMs: null })] })).toEqual({
      ...{ shape: "unprotected", sentence: "A check found damage where all backups of Photos are." },
    });
    expect(status({ repositories: [{ ...repository("NAS", "reachable"), damageFoundMs: NOW }] })).toEqual({
      ...{ shape: "attention", sentence: "A check found damage in NAS." },
    });
    const lost = [source("Photos", { protection: "damaged", newestGoodMs: null })];
    const repaired = (isLacking: boolean) => ({
      ...{ ...repository("NAS", "reachable"), damageFoundMs: NOW, repair: { endedMs: NOW, isLacking } },
    });
    // until a check has ended nobody knows that there is damage, either
    expect(status({ sources: lost, repositories: [repaired(false)] })).toEqual({
      ...{ shape: "attention", sentence: "NAS is repaired; a check has yet to prove that." },
    });
    expect(status({ sources: lost, repositories: [repaired(true)] }).shape).toBe("unprotected");
    expect(status({ sources: [source("Photos", { lastRunFailed: true })] })).toEqual({
      ...{ shape: "attention", sentence: "The last backup of Photos failed." },
    });
  });

  test("a failed disk, a failing one, and what cannot be seen any more, each in the overview's words and once", () => {
    const trouble = (verdict: "failed" | "failing") => [
      {
        kind: "disk",
        id: "d",
        hostId: "h",
        hostName: "NAS",
        name: "A1",
        verdict,
        findings: [],
        sinceMs: NOW,
      },
    ];
    const health = (part: object) => ({ ...NOTHING_WATCHED, openAlerts: 1, ...part }) as Overview["health"];
    const open = { openAlerts: 1, worstAlert: "failing" } as const;
    expect(status({ ...open, health: health({ troubles: trouble("failing") }) })).toEqual({
      ...{ shape: "attention", sentence: "Disk A1 in NAS is failing." },
    });
    const failed = {
      ...open,
      worstAlert: "failed",
      health: health({ troubles: trouble("failed") }),
    } as const;
    expect(status(failed)).toEqual({ shape: "unprotected", sentence: "Disk A1 in NAS has failed." });
    const blind = [{ kind: "silent", hostId: "h", hostName: "NAS" }];
    expect(status({ ...open, openAlerts: 2, health: health({ blind }) })).toEqual({
      shape: "attention",
      sentence: "NAS does not answer, so nobody knows how its disks are. One alert is open.",
    });
  });

  test("an engine that cannot be asked", () => {
    expect(lostStatus("en").shape).toBe("attention");
  });
});

test("trouble comes before work, and what is overdue before what is only unclear", () => {
  const late = source("Photos", { protection: "overdue", deadlineMs: NOW - HOUR });
  const all = status({
    sources: [source("Documents", { protection: "unknown" }), late],
    openAlerts: 1,
    jobs: [backup()],
  });
  expect(all).toEqual({ shape: "unprotected", sentence: "Photos is overdue by 1 hour." });
});

test("two things are said, more are counted", () => {
  const late = (name: string) => source(name, { protection: "overdue", deadlineMs: NOW - HOUR });
  expect(status({ sources: [late("A"), late("B")] }).sentence).toBe(
    "A is overdue by 1 hour. B is overdue by 1 hour.",
  );
  expect(status({ sources: [late("A"), late("B"), late("C")] }).sentence).toBe(
    "A is overdue by 1 hour. 2 more.",
  );
});

describe("where backups go elsewhere than usual", () => {
  const [usual, other] = ["usual", "other"] as string[] as [ReplicaId, ReplicaId];
  const replica = (id: ReplicaId, name: string, wellSinceMs: number | null) =>
    ({ id, name, wellSinceMs, fault: null, lag: null, copyError: null, jobId: null }) as never;
  const view = (part: Partial<FailoverView>, otherWell: number | null = 1): FailoverView =>
    ({
      ...{ repositoryId: "r", name: "Office", phase: "failed-over", move: null, putOff: null, isHeld: false },
      ...{ activeId: other, usualId: usual, returns: "by-itself", isReconciled: false },
      settings: { failBack: "by-itself" },
      replicas: [replica(usual, "NAS", 1), replica(other, "warehouse", otherWell)],
      ...part,
    }) as FailoverView;
  const say = (part: Partial<FailoverView>, otherWell: number | null = 1, language: "en" | "zh" = "en") =>
    trayStatus(overview(), NOW, language, [view(part, otherWell)]);

  test("a fault is no quiet matter, and says where they go", () => {
    const away = { shape: "attention", sentence: "Office is backed up to warehouse for now." };
    expect(say({})).toEqual(away);
    expect(say({}, 1, "zh")).toEqual({ shape: "attention", sentence: "Office 目前备份到 warehouse。" });
    expect(trayStatus(overview({ openAlerts: 1 }), NOW, "en", [view({})]).sentence).toBe(
      `${away.sentence} One alert is open.`,
    );
  });

  test("that nothing takes over stands first", () => {
    const stuck = { phase: "suspect", activeId: usual } as const;
    expect(say(stuck, null)).toEqual({
      ...{ shape: "unprotected", sentence: "Backups to Office wait: no other place can take over." },
    });
    expect(say(stuck, null, "zh").sentence).toBe("Office 的备份正在等待：没有其他位置可以接管。");
  });

  test("a place in trouble is not shown as if all were well, though another one is about to take over", () => {
    const suspect = { phase: "suspect", activeId: usual } as const;
    expect(say(suspect)).toEqual({
      ...{ shape: "attention", sentence: "NAS is in trouble; another place can take Office over." },
    });
    expect(say(suspect, 1, "zh").sentence).toBe("NAS 出现问题，Office 可由另一位置接管。");
  });

  test("a move is work, and what is wanted or ends by itself is said in passing", () => {
    const move = { kind: "failover", step: "switch", toId: other, startedMs: NOW } as const;
    expect(say({ move })).toEqual({
      ...{ shape: "working", sentence: "Backups of Office are moving to another place." },
    });
    const quiet = {
      shape: "protected",
      sentence: "All 2 sources are protected. Office is backed up to warehouse for now.",
    };
    expect(say({ phase: "recovering" })).toEqual(quiet);
    expect(say({ phase: "recovering", putOff: { kind: "failback", toId: usual } })).toEqual(quiet);
    expect(say({ phase: "recovering", returns: "on-request" })).toEqual(quiet);
    expect(say({ phase: "recovering", isReconciled: true, isHeld: true })).toEqual({
      ...{ shape: "attention", sentence: "NAS is well again, and Office can go back to it." },
    });
  });
});
