import { describe, expect, test } from "vitest";
import type { AlertId, JobId, SourceId } from "../../../shared/ids.ts";
import type { Alert } from "../../../shared/model/alert.ts";
import { alertStanding } from "../../../shared/model/alert-standing.ts";
import { groupAlerts, verdictOf, worstFirst } from "./alert-groups.ts";
import { snoozeDays, snoozeMoment, snoozeTimes } from "./snooze-times.ts";

const NOW_MS = new Date(2026, 10, 19, 14, 12).getTime();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let made = 0;

function alert(overrides: Partial<Alert> = {}): Alert {
  made += 1;
  const id = `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`;
  return {
    id: id as AlertId,
    severity: "warning",
    subject: {
      code: "JOB_HAD_PROBLEMS",
      ...{ jobId: id as JobId, kind: "backup", planId: null, sourceId: null, about: "Documents" },
      ...{ problemCount: 1, firstPaths: ["/a"] },
    },
    ...{ firstMs: NOW_MS - DAY_MS, lastMs: NOW_MS - HOUR_MS, occurrences: 1 },
    ...{ resolvedMs: null, acknowledgedMs: null, snoozedUntilMs: null },
    ...overrides,
  };
}

describe("an alert", () => {
  test("needs somebody until it is acknowledged, snoozed or over", () => {
    expect(alertStanding(alert(), NOW_MS)).toBe("needs");
    expect(alertStanding(alert({ acknowledgedMs: NOW_MS }), NOW_MS)).toBe("acknowledged");
    expect(alertStanding(alert({ snoozedUntilMs: NOW_MS + 1 }), NOW_MS)).toBe("snoozed");
    expect(alertStanding(alert({ resolvedMs: NOW_MS, snoozedUntilMs: NOW_MS + 1 }), NOW_MS)).toBe("ended");
  });

  test("comes back when its snooze is over, unless somebody acknowledged it meanwhile", () => {
    expect(alertStanding(alert({ snoozedUntilMs: NOW_MS }), NOW_MS)).toBe("needs");
    const both = alert({ acknowledgedMs: NOW_MS - DAY_MS, snoozedUntilMs: NOW_MS + DAY_MS });
    expect(alertStanding(both, NOW_MS)).toBe("acknowledged");
  });

  test("of something unreachable is drawn as unknown, never as fine", () => {
    const error = { code: "STORE_VANISHED", details: { location: "/mnt" } } as const;
    const subject = {
      code: "REPOSITORY_UNREACHABLE",
      repositoryId: "ab" as never,
      about: "NAS",
      error,
    } as const;
    expect(verdictOf(alert({ subject }))).toBe("unknown");
    const failed = alert({ severity: "failing", lastMs: NOW_MS - 2 * HOUR_MS });
    expect(worstFirst([alert({ subject, severity: "failing" }), failed], NOW_MS)[0]).toBe(failed);
  });
});

test("the inbox shows what needs somebody first, and forgets after two weeks what ended by itself", () => {
  const old = alert({ resolvedMs: NOW_MS - 15 * DAY_MS });
  const ended = alert({ resolvedMs: NOW_MS - DAY_MS });
  const earlier = alert({ lastMs: NOW_MS - 2 * HOUR_MS });
  const later = alert();
  const seen = alert({ acknowledgedMs: NOW_MS });
  const all = [old, ended, earlier, seen, later];
  expect(groupAlerts(all, "inbox", NOW_MS)).toEqual([
    { standing: "needs", alerts: [later, earlier] },
    { standing: "acknowledged", alerts: [seen] },
    { standing: "ended", alerts: [ended] },
  ]);
  expect(groupAlerts(all, "snoozed", NOW_MS)).toEqual([]);
  expect(groupAlerts(all, "history", NOW_MS)).toEqual([{ standing: "ended", alerts: [ended, old] }]);
});

test("the headline begins with the worst, whatever is newest", () => {
  const warning = alert();
  const failed = alert({ severity: "failed", lastMs: NOW_MS - DAY_MS });
  const acknowledged = alert({ severity: "failed", acknowledgedMs: NOW_MS });
  const sourceId = "1" as SourceId;
  const overdue = alert({
    severity: "failing",
    subject: { code: "SOURCE_OVERDUE", sourceId, about: "Photos", newestMs: null, deadlineMs: NOW_MS },
  });
  expect(worstFirst([warning, acknowledged, overdue, failed], NOW_MS)).toEqual([failed, overdue, warning]);
});

describe("snoozing", () => {
  const names = (nowMs: number) => snoozeTimes(nowMs).map(({ snooze }) => snooze);

  test("offers times that are all ahead, in order", () => {
    for (let hour = 0; hour < 24 * 7; hour += 1) {
      const nowMs = NOW_MS + hour * HOUR_MS;
      const times = snoozeTimes(nowMs).map(({ untilMs }) => untilMs);
      expect(times.every((untilMs) => untilMs >= nowMs + HOUR_MS)).toBe(true);
      expect(new Set(times).size).toBe(times.length);
    }
  });

  test("offers the evening before the evening only, and next week not on a Sunday", () => {
    expect(names(NOW_MS)).toEqual(["an-hour", "this-evening", "tomorrow", "next-week"]);
    expect(names(new Date(2026, 10, 19, 17, 1).getTime())).not.toContain("this-evening");
    expect(names(new Date(2026, 10, 22, 12).getTime())).not.toContain("next-week");
  });

  test("next week is Monday morning, also on a Monday", () => {
    const monday = new Date(2026, 10, 23, 9).getTime();
    expect(snoozeTimes(monday).at(-1)?.untilMs).toBe(new Date(2026, 10, 30, 8).getTime());
  });

  test("offers days to come, and refuses what is over", () => {
    const [today = 0, tomorrow = 0] = snoozeDays(NOW_MS);
    expect(new Date(today).getHours()).toBe(0);
    expect(snoozeMoment(tomorrow, "14:12", NOW_MS)).toBe(NOW_MS + DAY_MS);
    expect(snoozeMoment(today, "14:13", NOW_MS)).toBe(NOW_MS + 60_000);
    expect(snoozeMoment(today, "14:12", NOW_MS)).toBeUndefined();
    expect(new Set(snoozeDays(NOW_MS)).size).toBe(62);
  });
});
