import { describe, expect, test } from "vitest";
import type { HealthSubjectId, JobId, PlanId, RepositoryId, SourceId, WatchedHostId } from "../ids.ts";
import type { AlertSubject } from "../model/alert.ts";
import { SUSPICIONS } from "../model/change-guard.ts";
import { describeAlert } from "./alerts.ts";
import { LANGUAGES } from "./language.ts";
import { describeProblem } from "./problems.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 19, 13, 31);
const uuid = "11111111-2222-4333-8444-555555555555";
const jobId = uuid as JobId;
const planId = uuid as PlanId;
const sourceId = uuid as SourceId;
const repositoryId = "ab".repeat(32) as RepositoryId;
const gone = { code: "STORE_VANISHED", details: { location: "/mnt/nas" } } as const;

const failed = (kind: string): AlertSubject => ({
  code: "JOB_FAILED",
  ...{ jobId, kind, planId, sourceId, about: "Documents", error: gone },
});
const problems = (problemCount: number, firstPaths: string[], kind = "backup"): AlertSubject => ({
  code: "JOB_HAD_PROBLEMS",
  ...{ jobId, kind, planId, sourceId, about: "Documents", problemCount, firstPaths },
});
const overdue = (newestMs: number | null): AlertSubject => ({
  code: "SOURCE_OVERDUE",
  ...{ sourceId, about: "Documents", newestMs, deadlineMs: NOW_MS - 10 * HOUR_MS },
});
const unreachable: AlertSubject = {
  code: "REPOSITORY_UNREACHABLE",
  ...{ repositoryId, about: "Documents", error: gone },
};

const hostId = uuid as WatchedHostId;
const trouble = (code: string, details = {}) => ({
  ...{
    hostId,
    hostName: "NAS",
    subjectId: uuid as HealthSubjectId,
    about: "Documents",
    controller: null,
    step: 0,
  },
  finding: { code, level: "failing" as const, details },
});

const lasting = { nowMs: NOW_MS, resolvedMs: null };
const over = { nowMs: NOW_MS, resolvedMs: NOW_MS - HOUR_MS };
const kinds = ["backup", "restore", "check", "forget", "prune", "repair", "a kind of a later version"];
const subjects: readonly AlertSubject[] = [
  ...kinds.map(failed),
  ...["backup", "restore", "check", "repair"].map((kind) => problems(7, ["/srv/a", "/srv/b"], kind)),
  problems(1, []),
  problems(0, [], "repair"),
  overdue(NOW_MS - 34 * HOUR_MS),
  overdue(null),
  unreachable,
  { code: "DATA_FOLDER_FULL", about: "/home/Documents/backstay", freeBytes: 4096 },
  {
    code: "CHANNEL_FAILING",
    channelId: "00000000-0000-4000-8000-000000000007" as never,
    ...{ about: "Mail about Documents", problem: "sign-in", answer: "535 no" },
  },
  ...[{ isHere: true }, { isHere: false }, { isHere: false, isForGood: true }].map(
    (over): AlertSubject => ({
      ...{ code: "PLAN_TAKEN_OVER", planId: uuid as never, repositoryId, about: "Documents" },
      ...{ ownerName: "office-pc", holderName: "server", ...over },
    }),
  ),
  ...[
    { missingPaths: ["/srv/office"], newPaths: [] },
    { missingPaths: [], newPaths: ["/srv/a", "/srv/b"] },
  ].map(
    (paths): AlertSubject => ({
      ...{ code: "PLAN_NOT_TAKEN_OVER", planId: uuid as never, repositoryId, about: "Documents" },
      ...{ ownerName: "office-pc", ...paths },
    }),
  ),
  ...(["failover", "follow"] as const).map(
    (move, stoppedJobs): AlertSubject => ({
      code: "REPLICA_SWITCHED",
      ...{
        repositoryId,
        about: "Documents",
        fromName: "NAS",
        toName: "NAS 2",
        move,
        tookMs: 900,
        stoppedJobs,
      },
      cause: {
        ...{ kind: "fault", fault: "unreachable", replicaId: uuid as never, sinceMs: 1, times: 3 },
        detail: "STORE_UNREACHABLE",
      },
      commandId: 4,
    }),
  ),
  ...[
    { isGivenUp: true },
    { isGivenUp: false },
    { isGivenUp: true, goalName: "NAS 2" },
    { isGivenUp: true, goalName: "NAS 2", isActiveWell: true },
  ].map(
    (over): AlertSubject => ({
      code: "FAILOVER_STUCK",
      ...{ repositoryId, about: "Documents", activeName: "NAS", ...over, commandId: 5 },
      cause: { kind: "failed", command: "verify", replicaId: uuid as never, detail: "STORE_FULL" },
    }),
  ),
  ...(["restore", "failover"] as const).map(
    (kind, faults): AlertSubject => ({
      ...{ code: "DRILL_FAILED", repositoryId, about: "Documents", drillId: uuid as never, kind, faults },
      ...{ replicaNames: faults === 0 ? [] : ["NAS 2"], firstPaths: faults === 0 ? [] : ["/srv/Books.xlsx"] },
      problem: faults === 0 ? { code: "real-fault", detail: "unreachable", count: 1 } : null,
    }),
  ),
  ...[0, 1].map(
    (faults): AlertSubject => ({
      ...{ code: "DRILL_FAILED", repositoryId, about: "Documents", drillId: uuid as never, kind: "restore" },
      ...{
        faults,
        replicaNames: ["NAS 2"],
        firstPaths: faults === 0 ? [] : ["/postgresql/local/databases/shop.dump"],
      },
      problem: { code: "database-failed", detail: "shop (Books)", count: 1 },
    }),
  ),
  ...[
    { healed: 3, waiting: 0, lost: 0 },
    { healed: 1, waiting: 1, lost: 0 },
    { healed: 0, waiting: 2, lost: 1 },
  ].flatMap((counts, n): AlertSubject[] =>
    [[], ["sda", "md0"]].map((diskNames) => ({
      ...{ code: "REPLICA_DAMAGED", repositoryId, replicaId: uuid as never, about: "Documents" },
      ...{ replicaName: "NAS 2", ...counts, isStuck: n === 1, diskNames },
    })),
  ),
  ...[NOW_MS - HOUR_MS, null].map(
    (passedMs): AlertSubject => ({
      ...{ code: "DRILL_OVERDUE", repositoryId, about: "Documents", passedMs, days: 60 },
    }),
  ),
  ...[true, false].flatMap((isCertain): AlertSubject[] =>
    [
      { sourceNames: ["Documents"], furtherSources: 0 },
      { sourceNames: ["Documents", "Photos"], furtherSources: 2 },
    ].map((sources) => ({
      ...{ code: "PLACEMENT_UNMET", repositoryId, replicaId: uuid as never, about: "NAS", isCertain },
      ...{ replicaName: "NAS 2", ...sources, sinceMs: NOW_MS - 50 * HOUR_MS, step: 3 },
    })),
  ),
  ...SUSPICIONS.flatMap((suspicion): AlertSubject[] =>
    [[], ["/srv/office/offer.docx.lockbit"]].map((examples) => ({
      ...{ code: "CHANGE_SUSPICIOUS", jobId, planId, repositoryId, sourceId, about: "Documents" },
      suspicions: [suspicion, "deleted"],
      facts: {
        ...{ filesBefore: 1240, deleted: 1, added: 1, changed: 1, renamed: 1 },
        ...{ looked: 1, scrambled: 1, ransomNames: 1, examples },
      },
      before: { snapshotId: "cd".repeat(32) as never, timeMs: NOW_MS - 30 * HOUR_MS },
    })),
  ),
  ...[
    { silent: 1, undated: 0, further: 0 },
    { silent: 0, undated: 2, further: 0 },
    { silent: 3, undated: 1, further: 800 },
  ].flatMap((counts): AlertSubject[] =>
    [[], [{ subjectId: "5b5e7c0e-0000-4000-8000-000000000009" as never, name: "WDC WD40 · 8371" }]].map(
      (disks) => ({
        ...{ code: "SOURCE_ROTTED", jobId, planId, repositoryId, sourceId, about: "Documents", ...counts },
        examples: disks.length === 0 ? [] : ["/srv/office/offer.docx"],
        before: { snapshotId: "cd".repeat(32) as never, timeMs: NOW_MS - 30 * HOUR_MS },
        disks,
      }),
    ),
  ),
  ...(["program-failed", "stopped"] as const).map(
    (problem): AlertSubject => ({
      ...{
        code: "HOOK_FAILED",
        hookId: uuid,
        repositoryId,
        about: "Documents",
        repositoryName: "NAS",
        problem,
      },
      answer: problem === "stopped" ? "" : "3 no phone",
    }),
  ),
  { code: "DISK_TROUBLE", ...trouble("DISK_SAYS_FAILING"), verdict: "failing" },
  {
    ...{ code: "DISK_TROUBLE", ...trouble("DISK_SAYS_FAILING"), verdict: "failing" },
    shortName: { model: "Documents", slot: "3" },
  },
  { code: "DISK_TROUBLE", ...trouble("A_CODE_OF_A_LATER_VERSION"), verdict: "warning" },
  {
    code: "ARRAY_TROUBLE",
    ...trouble("ARRAY_VANISHED", { lastSeenMs: NOW_MS - HOUR_MS }),
    verdict: "degraded",
  },
  {
    code: "CONTROLLER_TROUBLE",
    ...trouble("CONTROLLER_VANISHED", { lastSeenMs: NOW_MS }),
    verdict: "failed",
  },
  ...[true, false].map(
    (lacksFiles): AlertSubject => ({
      code: "VOLUME_FULL",
      ...{
        hostId,
        hostName: "NAS",
        subjectId: trouble("DISK_SAYS_FAILING").subjectId,
        about: "/volume1/Documents",
      },
      ...{ usedPercent: 97, freeBytes: 3e10, sizeBytes: 1e12, lacksFiles, step: 5 },
    }),
  ),
  ...[NOW_MS - HOUR_MS, null].map(
    (answeredMs): AlertSubject => ({
      code: "HOST_SILENT",
      ...{ hostId, about: "Documents", answeredMs },
      error: { code: "REMOTE_SILENT", details: { address: "nas", reason: "refused" } },
    }),
  ),
  {
    code: "HEALTH_NOT_READ",
    ...{ hostId, about: "Documents", unread: 4 },
    gap: { reason: "permission-denied", about: "smartctl", message: null },
  },
];

describe.each(LANGUAGES)("in %s", (language) => {
  test.each([lasting, over])(
    "every alert has all its parts and names what it is about ($resolvedMs)",
    (moment) => {
      for (const subject of subjects) {
        const text = describeAlert(subject, moment, language);
        for (const part of Object.values(text)) {
          expect(part.trim(), JSON.stringify(subject)).not.toBe("");
          expect(part).not.toMatch(/undefined|null|NaN|\[object/);
        }
        expect(text.title).toContain("Documents");
        expect(text.title).not.toMatch(/[.。]$/);
        for (const part of [text.summary, text.happened, text.means, text.toDo])
          expect(part).toMatch(/[.。]$/);
      }
    },
  );

  test("what is over does not ask for anything", () => {
    for (const subject of subjects) {
      const { toDo } = describeAlert(subject, over, language);
      expect(toDo).not.toBe(describeAlert(subject, lasting, language).toDo);
      expect(toDo).toMatch(/^(Nothing|无需处理)/);
    }
  });

  test("a name that would turn the direction of writing is made visible", () => {
    const { title } = describeAlert({ ...unreachable, about: "x\u202egpj" }, lasting, language);
    expect(title).toContain("\\u{202e}");
  });
});

test("an overdue source says by how much, and how much work would be lost", () => {
  const text = describeAlert(overdue(NOW_MS - 34 * HOUR_MS), lasting, "en");
  expect(text.title).toBe("Documents is overdue by 10 hours");
  expect(text.means).toContain("34 hours");
  expect(describeAlert(overdue(null), lasting, "en").summary).toBe("It was never backed up.");
  expect(describeAlert(overdue(NOW_MS - 72 * HOUR_MS), lasting, "en").means).toContain("3 days");
});

test("an overdue source that was backed up since keeps saying how late it was, not how late it would be by now", () => {
  const later = { nowMs: NOW_MS + 100 * HOUR_MS, resolvedMs: NOW_MS };
  expect(describeAlert(overdue(NOW_MS - 34 * HOUR_MS), later, "en").title).toBe(
    "Documents was overdue by 10 hours",
  );
});

test("the first paths are named, the others counted", () => {
  expect(describeAlert(problems(7, ["/a", "/b"]), lasting, "en").happened).toBe(
    "7 files or folders could not be read: /a, /b, and 5 more.",
  );
  expect(describeAlert(problems(2, ["/a", "/b"]), lasting, "zh").happened).toContain("：/a、/b。");
});

test("the line below the title has the names without their folders", () => {
  const subject = problems(9, ["/srv/Clients/Offer 1.pdf", "C:\\Users\\ann\\Mail\\", "/"]);
  expect(describeAlert(subject, lasting, "en").summary).toBe("Offer 1.pdf, Mail, /, and 6 more.");
  expect(describeAlert(subject, lasting, "zh").summary).toBe("Offer 1.pdf、Mail、/，以及另外 6 项。");
});

describe("problems", () => {
  test("have a reason in words, with the system's code behind it", () => {
    expect(describeProblem("denied", "EACCES", "en")).toBe("access was refused (EACCES)");
    expect(describeProblem("denied", "", "zh")).toBe("没有访问权限");
  });

  test("of an unknown kind are shown all the same, even when they are called like a method", () => {
    expect(describeProblem("gone-to-lunch", null, "en")).toContain("gone-to-lunch");
    expect(describeProblem("toString", null, "zh")).toContain("toString");
  });
});

test("a title names a disk as short as it can, and what happened by its serial number", () => {
  const name = { about: "WDC WD40EFRX-68N32N0 WD-WCC7K4RT1F2X", hostName: "NAS" };
  const subject: AlertSubject = {
    ...{ code: "DISK_TROUBLE", ...trouble("DISK_SAYS_FAILING"), ...name, verdict: "failing" },
    shortName: { model: "WD40EFRX", slot: "3" },
  };
  const say = (language: "en" | "zh") => describeAlert(subject, lasting, language);
  expect(say("en").title).toBe("Disk WD40EFRX in slot 3 of NAS is failing");
  expect(say("en").happened).toContain(name.about);
  expect(say("en").summary).toContain(name.about);
  expect(say("zh").title).toBe("NAS 槽位 3 的磁盘 WD40EFRX 即将失效");
  expect(say("zh").summary).toContain(name.about);
});
