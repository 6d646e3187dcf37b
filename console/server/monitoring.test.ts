import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import type { Overview } from "../../shared/model/overview.ts";
import type { PlanView } from "../../shared/model/plan.ts";
import { EMPTY_OVERVIEW, smallBackstay } from "../../test/support/small-backstay.ts";
import { lacks } from "../../test/support/tools.ts";
import { runConsole } from "../testing/run-console.ts";
import { formatMetrics } from "./metrics.ts";

const SOURCE_ID = "11111111-1111-1111-1111-111111111111" as never;
const PLAN_ID = "22222222-2222-2222-2222-222222222222" as never;
const RUN_ID = "33333333-3333-3333-3333-333333333333" as never;

const OVERVIEW: Overview = {
  ...EMPTY_OVERVIEW,
  nowMs: 1_000_000_000,
  openAlerts: 3,
  sources: [
    {
      source: { id: SOURCE_ID, name: 'Büro "A"\\\n', paths: ["/srv/secret-place"] } as never,
      planIds: [PLAN_ID],
      protection: "unknown",
      newestGoodMs: 999_940_000,
      deadlineMs: null,
      dueEveryMinutes: 60,
      copies: [],
      sizeBytes: null,
      lastRunHadProblems: false,
      lastRunFailed: false,
    },
  ],
};

const PLAN = {
  plan: { id: PLAN_ID, name: "Office hours" },
  lastRun: {
    id: RUN_ID,
    planId: PLAN_ID,
    state: "done-with-problems",
    startedMs: 5_000,
    endedMs: 12_500,
    bytesAdded: 4096,
    problemCount: 2,
  },
} as unknown as PlanView;

test("metrics say what is known, and nothing of what is not", () => {
  const text = formatMetrics({ overview: OVERVIEW, plans: [PLAN] });
  const labels = `source="Büro \\"A\\"\\\\\\n",source_id="${SOURCE_ID}"`;
  expect(text).toContain(`\nbackstay_source_newest_good_backup_age_seconds{${labels}} 60\n`);
  expect(text).toContain(`\nbackstay_source_protection{${labels},backstay_source_protection="unknown"} 1\n`);
  expect(text).toContain(
    `\nbackstay_source_protection{${labels},backstay_source_protection="protected"} 0\n`,
  );
  expect(text).not.toMatch(/^backstay_source_deadline_timestamp_seconds\{/m);
  const plan = `plan="Office hours",plan_id="${PLAN_ID}"`;
  expect(text).toContain(`\nbackstay_plan_last_run_duration_seconds{${plan}} 7.5\n`);
  expect(text).toContain(`\nbackstay_plan_last_run_added_bytes{${plan}} 4096\n`);
  expect(text).toContain("\nbackstay_alerts_open 3\n");
  expect(text).not.toContain("/srv/secret-place");
});

test("metrics keep to the form of OpenMetrics", () => {
  const lines = formatMetrics({ overview: OVERVIEW, plans: [PLAN] }).split("\n");
  expect(lines.slice(-2)).toEqual(["# EOF", ""]);
  let family = "";
  let unit = "";
  const seen = new Set<string>();
  for (const line of lines.slice(0, -2)) {
    const [, about, name = "", rest = ""] = /^# (TYPE|UNIT|HELP) (\w+) (.*)$/.exec(line) ?? [];
    if (about === "TYPE") {
      expect(seen.has(name), name).toBe(false); // the samples of a family stand together
      seen.add(name);
      family = name;
      unit = "";
    } else if (about === "UNIT") {
      unit = rest;
      expect(name.endsWith(`_${unit}`), line).toBe(true);
    } else if (about === "HELP") expect(name).toBe(family);
    else {
      const [, sample = ""] =
        /^(\w+)(?:\{(?:\w+="(?:[^"\\\n]|\\[\\n"])*",?)*\})? -?\d+(?:\.\d+)?$/.exec(line) ?? [];
      expect([family, `${family}_info`], line).toContain(sample);
    }
  }
});

test("this computer may look at metrics and health without more", async () => {
  const console = await runConsole({
    backstay: smallBackstay({ overview: OVERVIEW, handlers: { "plans.list": async () => ({ plans: [] }) } }),
  });
  const metrics = await console.ask("/metrics");
  expect(metrics.status).toBe(200);
  expect(metrics.headers["content-type"]).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
  expect(metrics.body).toContain("backstay_alerts_open 3");
  const health = await console.ask("/healthz");
  expect([health.status, JSON.parse(health.body).status]).toEqual([200, "alive"]);
});

test("metrics of an engine that cannot say its plans still have the rest", async () => {
  const console = await runConsole({ backstay: smallBackstay({ overview: OVERVIEW }) });
  expect((await console.ask("/metrics")).body).toContain("backstay_alerts_open 3");
  expect(console.logged).toContainEqual(expect.objectContaining({ level: "warning" }));
});

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

test.skipIf(lacks("a network address besides loopback", outside !== undefined))(
  "other computers need a token for metrics and health, and get it only once",
  async () => {
    const LOCAL = { name: "command line", rights: new Set(["read", "write"] as const) };
    const first = await runConsole();
    await first.dispatch("console.setPassword", { password: "four words in a row" }, LOCAL);
    await first.close();
    const listen = { address: outside ?? "", port: 0 };
    const console = await runConsole({ folder: first.folder, listen, tls: { kind: "own" } });
    const { readFile } = await import("node:fs/promises");
    const { cert } = JSON.parse(await readFile(`${console.folder}/console-certificate.json`, "utf8"));
    const statusWith = async (where: string, authorization?: string) => {
      const headers = {
        Host: `${outside}:${console.port}`,
        ...(authorization && { Authorization: authorization }),
      };
      return (await console.ask(where, { headers, ca: cert })).status;
    };
    expect(await statusWith("/metrics")).toBe(401);
    expect(await statusWith("/healthz", "Bearer x")).toBe(401);
    const made = await console.dispatch("console.makeMetricsToken", {}, LOCAL);
    const { token } = (made as { value: { token: string } }).value;
    expect(await statusWith("/metrics", `Bearer ${token}`)).toBe(200);
    expect(await statusWith("/healthz", `Bearer ${token}`)).toBe(200);
    expect(await statusWith("/metrics", `Basic ${token}`)).toBe(401);
    expect(await statusWith("/metrics", `Bearer ${token.slice(0, -1)}`)).toBe(401);
    expect(await readFile(`${console.folder}/secrets.json`, "utf8")).not.toContain(token);
    await console.dispatch("console.makeMetricsToken", {}, LOCAL);
    expect(await statusWith("/metrics", `Bearer ${token}`)).toBe(401);
    expect(await statusWith("/api/session", `Bearer ${token}`)).toBe(401);
  },
);
