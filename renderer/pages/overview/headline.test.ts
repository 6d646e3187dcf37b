import { expect, test } from "vitest";
import type { JobView } from "../../../shared/model/job.ts";
import type { Overview, SourceStatus } from "../../../shared/model/overview.ts";
import { NOTHING_WATCHED } from "../../../shared/model/overview-health.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { headlineOf, protectionAt } from "./headline.ts";

const NOW = Date.UTC(2026, 10, 19, 14, 12);
const HOUR = 3_600_000;

function source(name: string, over: Partial<SourceStatus> = {}): SourceStatus {
  return {
    source: {
      id: `id-${name}` as SourceStatus["source"]["id"],
      name,
      icon: "folder",
      paths: ["/x"],
      excludes: [],
      excludeCaches: true,
      oneFileSystem: false,
      kind: "files",
    },
    planIds: [],
    protection: "protected",
    newestGoodMs: NOW - HOUR,
    deadlineMs: NOW + HOUR,
    dueEveryMinutes: 60,
    copies: [
      {
        replicaId: "nas" as SourceStatus["copies"][number]["replicaId"],
        newestMs: NOW - HOUR,
        isNewest: true,
        answers: true,
      },
    ],
    sizeBytes: 1,
    lastRunHadProblems: false,
    lastRunFailed: false,
    ...over,
  };
}

function place(name: string, reach: "reachable" | "unreachable" | "unknown" = "reachable"): RepositoryView {
  const id = name.toLowerCase() as RepositoryView["replicas"][number]["id"];
  return {
    id: name as RepositoryView["id"],
    name,
    replicas: [
      {
        ...{ id, name, location: "/mnt", kind: "folder", role: "active" },
        ...{ error: null, reach, checkedMs: NOW, freeBytes: 1, totalBytes: 2 },
      },
    ],
    damageFoundMs: null,
    repair: null,
  };
}

function overview(over: Partial<Overview>): Overview {
  return {
    nowMs: NOW,
    sources: [source("Documents"), source("Photos")],
    repositories: [place("NAS")],
    jobs: [],
    today: { startMs: NOW, endMs: NOW, runs: [], planned: [] },
    nextRun: null,
    addedPerDay: [],
    openAlerts: 0,
    worstAlert: null,
    health: NOTHING_WATCHED,
    incidents: [],
    ...over,
  };
}

const kinds = (given: Partial<Overview>) =>
  headlineOf(overview(given), NOW)?.statements.map(({ kind }) => kind);

test("says that all is fine only when every source is protected", () => {
  const headline = headlineOf(overview({}), NOW);
  expect(headline).toMatchObject({
    verdict: "ok",
    statements: [{ kind: "fine", count: 2 }],
    newestGoodMs: NOW - HOUR,
    newestPlaces: ["NAS"],
  });
});

test("says nothing where nothing is set up", () => {
  expect(headlineOf(overview({ sources: [] }), NOW)).toBeUndefined();
});

test("a source without any good backup comes before one that is overdue, and both before a silent place", () => {
  const given = {
    sources: [
      source("Late", { protection: "overdue", deadlineMs: NOW - 10 * HOUR }),
      source("Never", { protection: "never", newestGoodMs: null }),
    ],
    repositories: [place("NAS", "unreachable"), place("Box")],
  };
  expect(kinds(given)).toEqual(["nothing-good", "overdue"]);
  expect(headlineOf(overview(given), NOW)).toMatchObject({ verdict: "failed", others: 1, protectedCount: 0 });
});

test("no place that answers is as grave as no backup, one of several is a warning", () => {
  expect(kinds({ repositories: [place("NAS", "unreachable")] })).toEqual(["no-place-answers"]);
  const one = headlineOf(overview({ repositories: [place("NAS", "unreachable"), place("Box")] }), NOW);
  expect(one).toMatchObject({ verdict: "warning", statements: [{ kind: "place-silent", names: ["NAS"] }] });
});

test("a place nobody has looked at is not called silent", () => {
  expect(kinds({ repositories: [place("NAS", "unknown")] })).toEqual(["fine"]);
});

test("a deadline that passes while one looks makes a source overdue, by the longest", () => {
  const sources = [source("Documents"), source("Photos", { deadlineMs: NOW + 2 * HOUR })];
  const later = NOW + 3 * HOUR;
  expect(headlineOf(overview({ sources }), later)).toMatchObject({
    verdict: "overdue",
    statements: [{ kind: "overdue", names: ["Documents", "Photos"], lateMs: 2 * HOUR }],
  });
});

test("a source that nobody knows about is never fine, and not overdue by a deadline alone", () => {
  const unknown = source("Share", { protection: "unknown", deadlineMs: NOW - HOUR });
  expect(protectionAt(unknown, NOW)).toBe("unknown");
  expect(kinds({ sources: [source("Documents"), unknown] })).toEqual(["unknown"]);
});

test("unreadable files and missing plans are warnings that leave protected sources protected", () => {
  const sources = [
    source("Share", { lastRunHadProblems: true }),
    source("Mail", { protection: "unplanned" }),
  ];
  expect(kinds({ sources })).toEqual(["unplanned", "problems"]);
  expect(headlineOf(overview({ sources }), NOW)?.protectedCount).toBe(1);
});

test("is never milder than the worst alert that waits for a person", () => {
  const verdict = (worstAlert: Overview["worstAlert"]) =>
    headlineOf(overview({ openAlerts: 2, worstAlert }), NOW);
  expect(verdict("notice")).toMatchObject({ verdict: "ok", statements: [{ kind: "fine" }] });
  for (const severity of ["warning", "failing", "failed"] as const) {
    expect(verdict(severity)).toMatchObject({
      ...{ verdict: severity, statements: [{ kind: "alerts", count: 2 }], protectedCount: 2 },
    });
  }
  const never = [source("New", { protection: "never", newestGoodMs: null })];
  expect(headlineOf(overview({ sources: never, openAlerts: 1, worstAlert: "failed" }), NOW)).toMatchObject({
    statements: [{ kind: "nothing-good" }],
  });
  const two = { repositories: [place("NAS", "unreachable"), place("Box")], openAlerts: 1 };
  expect(headlineOf(overview({ ...two, worstAlert: "failing" }), NOW)).toMatchObject({
    ...{ verdict: "failing", statements: [{ kind: "place-silent" }, { kind: "alerts", count: 1 }] },
  });
});

test("damage leaves nothing good in a place, and a failed run is told of though its backups are good", () => {
  const damaged = { ...place("NAS"), damageFoundMs: NOW - HOUR };
  const lost = [source("Documents", { protection: "damaged", newestGoodMs: null }), source("Photos")];
  expect(headlineOf(overview({ sources: lost, repositories: [damaged] }), NOW)).toMatchObject({
    ...{ verdict: "failed", statements: [{ kind: "damaged", names: ["Documents"] }] },
  });
  expect(kinds({ repositories: [damaged, place("Box")] })).toEqual(["place-damaged"]);
  const repaired = (isLacking: boolean) => ({ ...damaged, repair: { endedMs: NOW, isLacking } });
  expect(headlineOf(overview({ sources: lost, repositories: [repaired(false)] }), NOW)).toMatchObject({
    ...{ verdict: "warning", statements: [{ kind: "repaired", names: ["NAS"] }] },
  });
  expect(kinds({ sources: lost, repositories: [repaired(true)] })).toEqual(["damaged"]);
  expect(kinds({ sources: lost, repositories: [repaired(false), { ...damaged, name: "Box" }] })).toEqual([
    "damaged",
  ]);
  const failed = headlineOf(overview({ sources: [source("Mail", { lastRunFailed: true })] }), NOW);
  expect(failed).toMatchObject({
    verdict: "failing",
    statements: [{ kind: "last-failed", names: ["Mail"] }],
  });
});

test("a backup at work is told of only when nothing is wrong", () => {
  const jobs = [{ kind: "backup", state: "running", sourceId: "id-Photos" } as unknown as JobView];
  expect(kinds({ jobs })).toEqual(["working", "fine"]);
  expect(kinds({ jobs, sources: [source("Photos", { lastRunHadProblems: true })] })).toEqual(["problems"]);
});

test("a first backup that runs is no longer still to come, and its source is not called protected", () => {
  const jobs = [{ kind: "backup", state: "running", sourceId: "id-Photos" } as unknown as JobView];
  const waiting = { protection: "waiting" as const, newestGoodMs: null, copies: [] };
  const photos = source("Photos", waiting);
  expect(headlineOf(overview({ jobs, sources: [photos] }), NOW)).toMatchObject({
    ...{ verdict: "working", protectedCount: 0 },
    statements: [{ kind: "first-running", names: ["Photos"] }],
  });
  expect(kinds({ jobs, sources: [photos, source("Mail", waiting)] })).toEqual(["waiting", "first-running"]);
  expect(kinds({ jobs, sources: [photos, source("Documents")] })).toEqual(["first-running"]);
});

test("a failing disk is told of by its name, once, though there is an alert about it, too", () => {
  const health = healthWith(trouble("A1", "failing"));
  const headline = headlineOf(overview({ health, openAlerts: 1, worstAlert: "failing" }), NOW);
  expect(headline).toMatchObject({
    ...{ verdict: "failing", others: 0, protectedCount: 2 },
    statements: [{ kind: "hardware", news: { level: "failing", things: [{ name: "A1" }] } }],
  });
  expect(headline?.statements).toHaveLength(1);
});

test("what is overdue stands before a failed disk, and that before a failing one", () => {
  const late = source("Late", { protection: "overdue", deadlineMs: NOW - HOUR });
  const health = healthWith(trouble("A1", "failing"), trouble("B2", "failed"));
  const headline = headlineOf(
    overview({ sources: [late], health, worstAlert: "failed", openAlerts: 2 }),
    NOW,
  );
  expect(headline).toMatchObject({
    ...{ verdict: "overdue", others: 1 },
    statements: [{ kind: "overdue" }, { kind: "hardware", news: { level: "failed" } }],
  });
});

test("a worse alert about something else is still told of, and only those are counted", () => {
  const health = { ...healthWith(trouble("A1", "warning")), openAlerts: 1 };
  expect(headlineOf(overview({ health, openAlerts: 3, worstAlert: "failed" }), NOW)).toMatchObject({
    ...{ verdict: "failed", statements: [{ kind: "hardware" }, { kind: "alerts", count: 2 }] },
  });
});

test("a host that fell silent is something to see to, never fine", () => {
  const blind = [{ kind: "silent", hostId: "h", hostName: "NAS" }] as unknown as Overview["health"]["blind"];
  const health = { ...NOTHING_WATCHED, blind };
  expect(headlineOf(overview({ health, openAlerts: 1, worstAlert: "warning" }), NOW)).toMatchObject({
    ...{ verdict: "warning", statements: [{ kind: "hardware", news: { kind: "blind" } }] },
  });
});

function trouble(name: string, verdict: "failed" | "failing" | "warning") {
  return {
    ...{ kind: "disk", id: name, hostId: "h", hostName: "NAS", name, verdict, findings: [], sinceMs: NOW },
  } as unknown as Overview["health"]["troubles"][number];
}

function healthWith(...troubles: readonly Overview["health"]["troubles"][number][]): Overview["health"] {
  return {
    ...NOTHING_WATCHED,
    ...{
      severity: "critical",
      troubles: [...troubles],
      troubleCount: troubles.length,
      openAlerts: troubles.length,
    },
  };
}
