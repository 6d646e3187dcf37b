import { describe, expect, test } from "vitest";
import type { JobId } from "../../../shared/ids.ts";
import type { JobView } from "../../../shared/model/job.ts";
import {
  isSince,
  jobQuery,
  joinPages,
  NO_FILTER,
  nextBefore,
  readFilter,
  writeFilter,
} from "./job-filter.ts";

const NOW_MS = Date.UTC(2026, 10, 19, 14);
const DAY_MS = 86_400_000;

function job(id: string, createdMs: number, state: JobView["state"] = "done"): JobView {
  return {
    ...{
      id: id as JobId,
      kind: "backup",
      state,
      isPaused: false,
      createdMs,
      startedMs: createdMs,
      endedMs: createdMs,
    },
    ...{ repositoryId: null, planId: null, sourceId: null, runId: null, attempt: 1, progress: null },
    ...{ counts: null, problemCount: 0, problems: [], renamed: [], error: null },
  };
}

test("a filter comes back from the address as it was, and nonsense means everything", () => {
  const filter = { kind: "check", outcome: "failed", since: "week" } as const;
  expect(readFilter(writeFilter(filter))).toEqual(filter);
  expect(writeFilter(NO_FILTER).toString()).toBe("");
  expect(readFilter(new URLSearchParams("kind=later&outcome=&since=<script>"))).toEqual(NO_FILTER);
});

test("failed means interrupted too: both left the work undone", () => {
  expect(jobQuery({ ...NO_FILTER, outcome: "failed" }).states).toEqual(["failed", "interrupted"]);
  expect(jobQuery(NO_FILTER)).toEqual({ kinds: null, states: null });
});

test("what still runs is shown whenever it began", () => {
  expect(isSince(job("a", NOW_MS - 2 * DAY_MS, "running"), "day", NOW_MS)).toBe(true);
  expect(isSince(job("a", NOW_MS - 2 * DAY_MS), "day", NOW_MS)).toBe(false);
  expect(isSince(job("a", 0), "all", NOW_MS)).toBe(true);
});

describe("pages", () => {
  /** As the host answers: those at work first, then the newest, only what was made before. */
  function ask(all: readonly JobView[], beforeMs: number | null, limit: number) {
    const rank = ({ state }: JobView) => (state === "running" ? 0 : 1);
    const jobs = all
      .filter(({ createdMs }) => beforeMs === null || createdMs < beforeMs)
      .sort((a, b) => rank(a) - rank(b) || b.createdMs - a.createdMs);
    return { jobs: jobs.slice(0, limit), hasMore: jobs.length > limit };
  }

  test("together have every job once, though several are made in one millisecond and an old one still runs", () => {
    const all = Array.from({ length: 60 }, (_, n) => job(`${n}`, NOW_MS - Math.floor(n / 3) * 1000));
    all.push(job("old", NOW_MS - 40 * DAY_MS, "running"));
    const pages: JobView[][] = [];
    let beforeMs: number | null = null;
    for (;;) {
      const page = ask(all, beforeMs, 7);
      pages.push(page.jobs);
      if (!page.hasMore) break;
      const next = nextBefore(page.jobs);
      expect(next).toBeLessThan(beforeMs ?? Number.POSITIVE_INFINITY);
      beforeMs = next ?? null;
    }
    const joined = joinPages(pages).map(({ id }) => id);
    expect(new Set(joined)).toEqual(new Set(all.map(({ id }) => id)));
    expect(joined).toHaveLength(all.length);
    expect(joined[0]).toBe("old");
  });
});
