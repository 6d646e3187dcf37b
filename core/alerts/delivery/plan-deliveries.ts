/** What has to be told of one alert, found from what was told of it already. Pure: the same state always plans the same. */
import type { ChannelId } from "../../../shared/ids.ts";
import { type Alert, SEVERITIES } from "../../../shared/model/alert.ts";
import type { AlertRule, AlertRules } from "../../../shared/model/alert-rules.ts";
import { alertStanding } from "../../../shared/model/alert-standing.ts";
import type { DeliveryRecord } from "../../catalog/delivery-store.ts";

export type DeliveryPlan = {
  readonly add: readonly { readonly channelId: ChannelId; readonly what: "raised" | "escalated" | "ended" }[];
  /** Deliveries as they are to be from now on. */
  readonly change: readonly DeliveryRecord[];
};

export type PlanInput = {
  readonly alert: Alert;
  /** All of this alert. */
  readonly told: readonly DeliveryRecord[];
  readonly rules: AlertRules;
  /** Channels that are there and on. */
  readonly usable: ReadonlySet<ChannelId>;
  /** Another alert says it already. */
  readonly isHidden: boolean;
  /** Deliveries that are being sent: what becomes of them is not known yet. */
  readonly inFlight: ReadonlySet<string>;
  readonly nowMs: number;
};

const CURRENT = 0;
const SET_ASIDE = 1;
const CLOSED = 2;
const MINUTE_MS = 60_000;

export function planDeliveries(input: PlanInput): DeliveryPlan {
  const { alert, nowMs, isHidden } = input;
  const standing = alertStanding(alert, nowMs);
  if (standing === "ended") return planEnd(input);
  if (standing !== "needs") return { add: [], change: setAside(input, SET_ASIDE) };
  if (isHidden) return { add: [], change: dropWaiting(input) };
  return planNews(input);
}

function planNews({ alert, told, rules, usable, nowMs }: PlanInput): DeliveryPlan {
  const current = told.filter((one) => one.phase === CURRENT && one.state !== "dropped");
  const add = new Map<string, DeliveryPlan["add"][number]>();
  for (const rule of rules.rules.filter((one) => appliesTo(one, alert))) {
    if (nowMs - alert.firstMs < rule.delayMinutes * MINUTE_MS) continue;
    const toldByRule = current.filter(
      (one) => one.what === "raised" && rule.channelIds.includes(one.channelId),
    );
    for (const channelId of rule.channelIds.filter((id) => mayTell(id, alert, usable))) {
      const isTold = toldByRule.some((one) => one.channelId === channelId && rank(one) >= rank(alert));
      if (!isTold) add.set(`raised ${channelId}`, { channelId, what: "raised" });
    }
    if (rule.escalation === null) continue;
    // a rule may have nobody to tell at first
    const since = toldByRule.map((one) => one.queuedMs);
    const sinceMs =
      since.length > 0 ? Math.min(...since) : rule.channelIds.length === 0 ? alert.firstMs : nowMs;
    if (nowMs - sinceMs < rule.escalation.afterMinutes * MINUTE_MS) continue;
    for (const channelId of rule.escalation.channelIds.filter((id) => mayTell(id, alert, usable))) {
      const isTold = current.some((one) => one.what === "escalated" && one.channelId === channelId);
      if (!isTold) add.set(`escalated ${channelId}`, { channelId, what: "escalated" });
    }
  }
  return { add: [...add.values()], change: [] };
}

/** Who was told is told of the end; who was not need never know. */
function planEnd(input: PlanInput): DeliveryPlan {
  const { told, rules, usable, inFlight } = input;
  const change = setAside(input, CLOSED);
  if (told.some((one) => inFlight.has(one.id))) return { add: [], change };
  const begun = told
    .filter((one) => one.what !== "ended" && one.state === "sent")
    .map((one) => one.channelId);
  const ended = new Set(told.filter((one) => one.what === "ended").map((one) => one.channelId));
  const channels = rules.tellsEnd ? [...new Set(begun)] : [];
  return {
    add: channels
      .filter((id) => usable.has(id) && !ended.has(id))
      .map((channelId) => ({ channelId, what: "ended" })),
    change,
  };
}

function setAside(input: PlanInput, phase: number): DeliveryRecord[] {
  const { told, inFlight } = input;
  const dropped = new Map(dropWaiting(input).map((one) => [one.id, one]));
  return told
    .filter((one) => one.phase < phase && one.what !== "ended" && !inFlight.has(one.id))
    .map((one) => ({ ...(dropped.get(one.id) ?? one), phase }));
}

function dropWaiting({ told, inFlight, nowMs }: PlanInput): DeliveryRecord[] {
  return told
    .filter((one) => one.state === "waiting" && one.what !== "ended" && !inFlight.has(one.id))
    .map((one) => ({ ...one, state: "dropped", endedMs: nowMs }));
}

function appliesTo(rule: AlertRule, { severity, subject }: Alert): boolean {
  const hasDisks = subject.code === "ARRAY_TROUBLE" && (subject.lostDisks ?? []).length > 0;
  const isWanted =
    rule.codes.length === 0 ||
    rule.codes.includes(subject.code) ||
    // an array that lost a disk tells of the disk, too
    (hasDisks && rule.codes.includes("DISK_TROUBLE"));
  return rule.severities.includes(severity) && isWanted;
}

/** A channel that fails cannot say so itself. */
function mayTell(id: ChannelId, { subject }: Alert, usable: ReadonlySet<ChannelId>): boolean {
  return usable.has(id) && !(subject.code === "CHANNEL_FAILING" && subject.channelId === id);
}

function rank({ severity }: Pick<Alert, "severity">): number {
  return SEVERITIES.indexOf(severity);
}
