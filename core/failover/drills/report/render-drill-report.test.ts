import { expect, test } from "vitest";
import type { Drill, DrillDatabase, DrillReplica } from "../../../../shared/model/drill.ts";
import { renderDrillReport } from "./render-drill-report.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const HOSTILE = `<script>alert("x")</script> & '"\u202Egnp.exe\u0007`;
const uuid = "00000000-0000-4000-8000-000000000001" as never;

const database: Omit<DrillDatabase, "outcome"> = {
  ...{ sourceName: HOSTILE, kind: "postgresql", name: HOSTILE, path: HOSTILE, reason: null, error: null },
  ...{ tables: 0, rows: 0, bytes: 5_000_000, seconds: 3.2 },
};
const replica: DrillReplica = {
  ...{ replicaId: uuid, name: HOSTILE, outcome: "failed", files: 3, bytes: 4_000_000, same: 1, different: 1 },
  ...{ unreadable: 1, liveSame: 1, liveDifferent: 0, seconds: 12.4, openSeconds: 1.2, furtherFaults: 7 },
  fullRestore: { seconds: 7200, lowSeconds: 5400, highSeconds: 9000 },
  error: { code: "OBJECT_CORRUPT", details: { kind: "index", name: "ab".repeat(32), reason: "hash" } },
  lacks: [HOSTILE],
  faults: (["unreadable", "different", "live-different"] as const).map((fault) => ({
    ...{
      path: `/srv/${HOSTILE}`,
      sourceName: HOSTILE,
      fault,
      isVital: true,
      reason: HOSTILE,
      systemCode: HOSTILE,
    },
  })),
  ...{ databasesRestored: 1, databasesFailed: 1, databasesUntried: 1 },
  databases: [
    { ...database, ...{ outcome: "restored", tables: 12, rows: 34_567 } },
    {
      ...{ ...database, outcome: "failed" },
      error: { code: "DATABASE_NOT_RESTORED", details: { name: "x", server: "/socket", said: HOSTILE } },
    },
    { ...database, outcome: "not-tried", reason: "no-programs" },
  ],
};
const restore: NonNullable<Drill["restore"]> = {
  seed: "0badcafe",
  sources: [
    {
      ...{
        seriesId: uuid,
        name: HOSTILE,
        snapshotId: "ab".repeat(32) as never,
        timeMs: NOW_MS,
        isNewest: true,
      },
      ...{ files: 3, bytes: 9, vitalFiles: 1 },
      strata: [{ size: "tiny", age: "older", files: 2, bytes: 8, triedFiles: 1, triedBytes: 4 }],
    },
  ],
  replicas: [replica],
};
const drill: Drill = {
  ...{ id: uuid, kind: "restore", repositoryId: "cd".repeat(32) as never, repositoryName: HOSTILE },
  ...{ trigger: "person", state: "failed", startedMs: NOW_MS - 90_000, endedMs: NOW_MS, jobId: null },
  problems: [{ code: "vital-missing", detail: HOSTILE, count: 1 }],
  ...{ restore, failover: null },
};
const failover: Drill = {
  ...drill,
  ...{ kind: "failover", restore: null, state: "passed", problems: [] },
  failover: {
    ...{ step: "over", stepSinceMs: NOW_MS, fromId: uuid, fromName: HOSTILE, toId: uuid, toName: HOSTILE },
    ...{ declaredMs: NOW_MS - 80_000, switchedMs: NOW_MS - 76_000, backedUpMs: NOW_MS - 60_000 },
    ...{ restoredMs: NOW_MS - 50_000, returnOrderedMs: NOW_MS - 50_000, returnedMs: NOW_MS - 40_000 },
    ...{ rtoMs: 4000, rpoMs: 60_000, missingSnapshots: 2, stoppedJobs: 1, isCalledOff: false },
    ...{ runId: null, restoreJobId: null, restore },
    transitions: [
      {
        ...{
          number: 1,
          atMs: NOW_MS,
          from: "healthy",
          to: "failing-over",
          lastedMs: 1,
          activeId: uuid,
          epoch: 2,
        },
        ...{ cause: { kind: "ordered", by: "drill" }, moveTookMs: null },
      },
    ],
  },
};

const render = (of: Drill, language: "en" | "zh", officeName = HOSTILE) =>
  renderDrillReport(of, { language, officeName, nowMs: NOW_MS });

test.each(["en", "zh"] as const)(
  "whatever names hold, a report in %s has no scripts, and nothing to load",
  (language) => {
    for (const of of [drill, failover]) {
      const { html } = render(of, language);
      expect(html).not.toMatch(/<script|<iframe|<img|<link|javascript:|\bon\w+=|url\(|@import|src=|href=/i);
      expect(html).toContain(
        "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;&quot;\\u{202e}gnp.exe\\u{7}",
      );
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
      expect(html).not.toMatch(/undefined|\[object|NaN/);
      // each element that is opened is closed
      for (const name of ["section", "table", "tbody", "tr", "td", "th", "dl", "dd", "ul", "li", "p", "h2"])
        expect(html.match(new RegExp(`<${name}[ >]`, "g"))?.length).toBe(
          html.match(new RegExp(`</${name}>`, "g"))?.length,
        );
    }
  },
);

test("a report names what failed, what was measured, and the seed", () => {
  const { html, fileName } = render(drill, "en", "Harbour Office");
  expect(fileName).toBe("backstay-drill-2026-11-22-00000000.html");
  expect(html).toContain("Backstay · Harbour Office");
  expect(html).toContain("seed of the sample 0badcafe");
  expect(html).toContain("about 2 h, between 1 h 30 min and 2 h 30 min, of which 1 s until the first file");
  expect(html).toContain("10 files did not come back as they should");
  const moved = render(failover, "en").html;
  expect(moved).toContain("<dd>4 s</dd>");
  expect(moved).toContain("1 min (2 backups that only it had)");
  expect(render(failover, "zh").html).toContain('<html lang="zh-Hans">');
});

test("a report says of each database what came of it, and why it was not tried", () => {
  const { html } = render(drill, "en");
  expect(html).toContain("12 tables, 34,567 rows");
  expect(html).toContain("no server of that kind is installed on this computer");
  expect(html).not.toContain("/socket"); // where nobody can look
  expect(html.match(/<td class="verdict" data-verdict="ok"/g)).toHaveLength(1); // the one that was made again
  expect(render(drill, "zh").html).toContain("12 个表，34,567 行");
  const untried = {
    ...replica,
    outcome: "incomplete",
    faults: [],
    databases: replica.databases.slice(2),
  } as const;
  const told = render(
    { ...drill, state: "incomplete", restore: { ...restore, replicas: [untried as never] } },
    "en",
  ).html;
  expect(told).not.toMatch(/<\w+ class="verdict" data-verdict="ok"/);
});

test("what is not passed is never shown as fine", () => {
  for (const state of ["failed", "incomplete", "cancelled", "ended-by-fault"] as const)
    expect(render({ ...drill, state, restore: null }, "en").html).not.toContain(
      'class="verdict" data-verdict="ok"',
    );
});
