import { expect, test } from "vitest";
import type { WireError } from "../../../shared/errors.ts";
import type { AlertId, ChannelId, JobId } from "../../../shared/ids.ts";
import type { Alert, AlertSubject } from "../../../shared/model/alert.ts";
import { type AlertRule, NO_RULES } from "../../../shared/model/alert-rules.ts";
import type { DeliveryRecord } from "../../catalog/delivery-store.ts";
import { causeOf } from "./causes.ts";
import { isDigestDue } from "./digest-due.ts";
import { type PlanInput, planDeliveries } from "./plan-deliveries.ts";
import { isQuiet } from "./quiet-hours.ts";
import { isFailing, retryDelayMs } from "./retry-delay.ts";

const MINUTE_MS = 60_000;
const NOW_MS = 1_000 * MINUTE_MS;
const mail = "mail" as string as ChannelId;
const boss = "boss" as string as ChannelId;
const gone = { code: "STORE_VANISHED", details: { location: "/mnt/nas" } } as const;
const rule: AlertRule = {
  severities: ["failing", "failed"],
  codes: [],
  channelIds: [mail],
  delayMinutes: 0,
  escalation: null,
};

const alert = (rest: Partial<Alert> = {}): Alert => ({
  ...{ id: "a" as string as AlertId, severity: "failing", occurrences: 1 },
  ...{ firstMs: NOW_MS, lastMs: NOW_MS, resolvedMs: null, acknowledgedMs: null, snoozedUntilMs: null },
  subject: {
    ...{ code: "JOB_FAILED", jobId: "j" as string as JobId, kind: "backup", planId: null, sourceId: null },
    ...{ about: "Documents", error: gone },
  },
  ...rest,
});
const told = (rest: Partial<DeliveryRecord> = {}): DeliveryRecord => ({
  ...{ id: "d", alertId: "a" as string as AlertId, channelId: mail, what: "raised", severity: "failing" },
  ...{
    state: "sent",
    phase: 0,
    queuedMs: NOW_MS,
    dueMs: NOW_MS,
    endedMs: NOW_MS,
    attempts: 1,
    messageId: "m",
  },
  ...rest,
});
const plan = (input: Partial<PlanInput>, rules: readonly AlertRule[] = [rule]) =>
  planDeliveries({
    ...{ alert: alert(), told: [], rules: { ...NO_RULES, rules: [...rules] }, usable: new Set([mail, boss]) },
    ...{ isHidden: false, inFlight: new Set<string>(), nowMs: NOW_MS },
    ...input,
  });
const adds = (...args: Parameters<typeof plan>) =>
  plan(...args).add.map((one) => `${one.what} ${one.channelId}`);

test("an alert is told once on each channel its rules name, and not again while it stays as bad", () => {
  expect(adds({}, [rule, { ...rule, channelIds: [mail, boss] }])).toEqual(["raised mail", "raised boss"]);
  for (const state of ["waiting", "sent", "failed"] as const)
    expect(adds({ told: [told({ state })] })).toEqual([]);
  expect(adds({ alert: alert({ severity: "failed" }), told: [told()] })).toEqual(["raised mail"]);
  expect(adds({ told: [told({ severity: "failed" })] })).toEqual([]);
});

test("other severities, other codes and channels that are off or gone are left out", () => {
  expect(adds({ alert: alert({ severity: "warning" }) })).toEqual([]);
  expect(adds({}, [{ ...rule, codes: ["SOURCE_OVERDUE"] }])).toEqual([]);
  expect(adds({}, [{ ...rule, codes: ["JOB_FAILED"] }])).toEqual(["raised mail"]);
  expect(adds({ usable: new Set([boss]) })).toEqual([]);
});

test("a channel that fails is not asked to say so itself", () => {
  const subject = {
    code: "CHANNEL_FAILING",
    channelId: mail,
    about: "Mail",
    problem: "busy",
    answer: "",
  } as const;
  expect(adds({ alert: alert({ subject }) }, [{ ...rule, channelIds: [mail, boss] }])).toEqual([
    "raised boss",
  ]);
});

test("a delay waits whether the alert lasts", () => {
  const late = [{ ...rule, delayMinutes: 15 }];
  expect(adds({ nowMs: NOW_MS + 14 * MINUTE_MS }, late)).toEqual([]);
  expect(adds({ nowMs: NOW_MS + 15 * MINUTE_MS }, late)).toEqual(["raised mail"]);
});

test("when nobody acknowledges it in time others are told, once", () => {
  const rules = [{ ...rule, escalation: { afterMinutes: 30, channelIds: [boss] } }];
  const at = (minutes: number, before: DeliveryRecord[]) =>
    adds({ told: before, nowMs: NOW_MS + minutes * MINUTE_MS }, rules);
  expect(at(29, [told()])).toEqual([]);
  expect(at(30, [told()])).toEqual(["escalated boss"]);
  expect(at(60, [told(), told({ id: "e", channelId: boss, what: "escalated" })])).toEqual([]);
  const acknowledged = alert({ acknowledgedMs: NOW_MS });
  expect(adds({ alert: acknowledged, told: [told()], nowMs: NOW_MS * 2 }, rules)).toEqual([]);
});

test.each([{ acknowledgedMs: NOW_MS }, { snoozedUntilMs: NOW_MS + 1 }])(
  "what is put aside is not told, and told anew when it returns (%o)",
  (aside) => {
    const before = [told({ state: "waiting", endedMs: null }), told({ id: "s" })];
    const { add, change } = plan({ alert: alert(aside), told: before });
    expect(add).toEqual([]);
    expect(change).toMatchObject([
      { state: "dropped", phase: 1 },
      { state: "sent", phase: 1 },
    ]);
    expect(adds({ told: change })).toEqual(["raised mail"]);
  },
);

test("the end is told to those who heard of the beginning, and to nobody else", () => {
  const ended = alert({ resolvedMs: NOW_MS });
  const { add, change } = plan({
    alert: ended,
    told: [told({ phase: 1 }), told({ id: "w", channelId: boss, state: "waiting" })],
  });
  expect(add).toEqual([{ channelId: mail, what: "ended" }]);
  expect(change).toMatchObject([
    { state: "sent", phase: 2 },
    { state: "dropped", phase: 2 },
  ]);
  expect(adds({ alert: ended, told: [...change, told({ id: "n", what: "ended" })] })).toEqual([]);
  const silent = planDeliveries({
    ...base(),
    alert: ended,
    told: [told()],
    rules: { ...NO_RULES, tellsEnd: false },
  });
  expect(silent.add).toEqual([]);
});

test("an alert that ends while it is being told waits for how that goes", () => {
  const ended = alert({ resolvedMs: NOW_MS });
  const waiting = told({ state: "waiting" });
  expect(plan({ alert: ended, told: [waiting], inFlight: new Set(["d"]) })).toEqual({ add: [], change: [] });
  expect(adds({ alert: ended, told: [told()] })).toEqual(["ended mail"]);
});

test("what stands behind another alert is not told while that lasts, and told when it outlasts it", () => {
  const repository = alert({
    id: "r" as string as AlertId,
    subject: { code: "REPOSITORY_UNREACHABLE", repositoryId: "r" as never, about: "NAS", error: gone },
  });
  expect(causeOf(alert(), [alert(), repository])).toBe(repository);
  expect(causeOf(repository, [alert(), repository])).toBeUndefined();
  const other = { code: "STORE_VANISHED", details: { location: "/mnt/other" } } as const;
  const elsewhere = { ...repository, subject: { ...repository.subject, error: other } as never };
  expect(causeOf(alert(), [elsewhere])).toBeUndefined();
  const { add, change } = plan({ isHidden: true, told: [told({ state: "waiting" })] });
  expect([add, change]).toMatchObject([[], [{ state: "dropped" }]]);
  expect(adds({ told: change })).toEqual(["raised mail"]);
});

test("what another machine answers stands behind its being out of reach, and not behind that of others", () => {
  const withError = (code: "JOB_FAILED" | "REPOSITORY_UNREACHABLE", error: WireError) => {
    const subject =
      code === "JOB_FAILED" ? alert().subject : { code, repositoryId: "r" as never, about: "NAS", error };
    return alert({ id: code as string as AlertId, subject: { ...subject, error } as AlertSubject });
  };
  const silent = (location: string): WireError => ({
    ...{ code: "STORE_UNREACHABLE", details: { location, reason: "refused" } },
  });
  const refused = (address: string): WireError => ({
    ...{ code: "REMOTE_SIGN_IN_REFUSED", details: { address, user: "anna" } },
  });
  const isBehind = (failure: WireError, reason: WireError) =>
    causeOf(withError("JOB_FAILED", failure), [withError("REPOSITORY_UNREACHABLE", reason)]) !== undefined;
  expect(isBehind(silent("sftp:nas:/a"), silent("sftp:nas:/a"))).toBe(true);
  expect(isBehind(silent("sftp:nas:/a"), silent("sftp:nas:/b"))).toBe(false);
  expect(isBehind(refused("nas"), refused("nas"))).toBe(true);
  expect(isBehind(refused("nas"), refused("other"))).toBe(false);
  expect(isBehind(refused("nas"), silent("sftp:nas:/a"))).toBe(false);
});

test("quiet hours go over midnight, and the worst does not wait", () => {
  const quiet = { from: "22:00", to: "06:30", except: ["failed" as const] };
  const at = (hour: number, minute = 0) => new Date(2026, 10, 20, hour, minute).getTime();
  expect(
    [at(21, 59), at(22), at(3), at(6, 29), at(6, 30)].map((ms) => isQuiet(quiet, "failing", ms)),
  ).toEqual([...[false, true, true, true, false]]);
  expect(isQuiet(quiet, "failed", at(3))).toBe(false);
  const noon = { ...quiet, from: "12:00", to: "13:00" };
  expect([at(11, 59), at(12, 30), at(13)].map((ms) => isQuiet(noon, "failing", ms))).toEqual([
    false,
    true,
    false,
  ]);
});

test("a digest is due once for its time, daily or weekly, and once for several that were missed", () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
  const daily = { weekday: null, at: "08:00", channelIds: [] };
  expect(isDigestDue(daily, at(20, 9), at(21, 7))).toBe(false);
  expect(isDigestDue(daily, at(20, 9), at(21, 8))).toBe(true);
  expect(isDigestDue(daily, at(21, 8), at(21, 23))).toBe(false);
  expect(isDigestDue(daily, at(1, 9), at(21, 7))).toBe(true);
  const sunday = { ...daily, weekday: 0 }; // 22 November 2026 is one
  expect(isDigestDue(sunday, at(16, 9), at(21, 23))).toBe(false);
  expect(isDigestDue(sunday, at(16, 9), at(22, 8))).toBe(true);
  expect(isDigestDue(null, 0, at(22, 8))).toBe(false);
});

test("failures are tried again later and later, and as late as a server asks", () => {
  const delays = [1, 2, 3, 8, 99].map((attempts) => retryDelayMs(attempts));
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(retryDelayMs(1, 10 * MINUTE_MS)).toBe(10 * MINUTE_MS);
  expect([isFailing("busy", 1), isFailing("busy", 3), isFailing("sign-in", 1)]).toEqual([false, true, true]);
});

function base(): Omit<PlanInput, "alert" | "told" | "rules"> {
  return { usable: new Set([mail]), isHidden: false, inFlight: new Set(), nowMs: NOW_MS };
}
