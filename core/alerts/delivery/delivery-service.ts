/** Brings alerts to people: finds what has to be told, and sends what is due, again and again until it arrives. */
import { randomUUID } from "node:crypto";
import { isBackstayError } from "../../../shared/errors.ts";
import type { AlertId, ChannelId } from "../../../shared/ids.ts";
import type { Alert } from "../../../shared/model/alert.ts";
import type { ChannelDraft, ChannelSecrets, DeliveryOutcome } from "../../../shared/model/alert-channel.ts";
import type { AlertTelling } from "../../../shared/model/alert-rules.ts";
import type { SourceStatus } from "../../../shared/model/overview.ts";
import type { MakePack } from "../../audit/pack/make-pack.ts";
import { monthBefore } from "../../audit/pack/month.ts";
import type { AlertStore } from "../../catalog/alert-store.ts";
import type { ChannelRecord, ChannelStore } from "../../catalog/channel-store.ts";
import type { DeliveryRecord, DeliveryStore } from "../../catalog/delivery-store.ts";
import type { Clock } from "../../clock.ts";
import { type AlertService, thingOf } from "../alert-service.ts";
import { type OutgoingMessage, SEND_LIMITS, type SendResult } from "../channels/message.ts";
import { sendMessage } from "../channels/send-message.ts";
import type { RulesService } from "../rules-service.ts";
import { causeOf } from "./causes.ts";
import {
  type ComposeContext,
  type ComposeItem,
  composeAlerts,
  composeDigest,
  composePack,
  composeTest,
  messageIdOf,
} from "./compose-message.ts";
import { isDigestDue } from "./digest-due.ts";
import { isPackDue, packTimeMs } from "./pack-due.ts";
import { planDeliveries } from "./plan-deliveries.ts";
import { isQuiet } from "./quiet-hours.ts";
import { GIVE_PACK_UP_AFTER_MS, GIVE_UP_AFTER_MS, isFailing, retryDelayMs } from "./retry-delay.ts";

export type DeliveryService = {
  /** Alerts or rules changed: queues what follows from it. Cheap, and sends nothing yet. */
  note(): void;
  /** Sends what is due; resolves when all of it was tried. To be called now and then. */
  tick(): Promise<void>;
  /** The same without gathering first, for a host that is about to end and may be the last for a while. */
  flush(): Promise<void>;
  /** A channel was saved: what waits for it is tried at the next tick. */
  noteSaved(channel: ChannelRecord): void;
  noteRemoved(id: ChannelId): void;
  /** Sends a test now. */
  sendTest(draft: ChannelDraft, secrets: ChannelSecrets): Promise<DeliveryOutcome>;
  tellings(id: AlertId): AlertTelling[];
  /** Ends what is being sent; it waits for the next host. */
  stop(): Promise<void>;
};

export type DeliveryParts = {
  readonly alerts: AlertService;
  readonly alertStore: AlertStore;
  readonly channels: ChannelStore;
  readonly deliveries: DeliveryStore;
  readonly rules: RulesService;
  readonly secretsOf: (channel: ChannelRecord) => Promise<ChannelSecrets>;
  readonly sources: () => readonly Pick<SourceStatus, "source" | "newestGoodMs">[];
  readonly makePack: MakePack;
  /** Another computer starts all that is backed up here, and mails the proof of it. */
  readonly isProofElsewhere: () => boolean;
  readonly officeName: () => string;
  readonly hostname: string;
  readonly clock: Clock;
  /** False for a host that lives for one piece of work: it tells of alerts, and does not say that it goes on living. */
  readonly isStanding: boolean;
  /** Writes what the disk had no room for. */
  readonly writeKept: () => void;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
};

const MAX_LASTING = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A computer that is gone is stood in for within less, as a rule. */
const SURELY_THERE_MS = 2 * HOUR_MS;
/** What comes of one cause comes within seconds, and is told in one message. */
const GATHER_MS = 20_000;
const MIN_GAP_MS = MINUTE_MS;
const MAX_PER_HOUR = 20;
const MAX_ENDED_IN_DIGEST = 50;

export function createDeliveryService(parts: DeliveryParts): DeliveryService {
  const { alerts, alertStore, channels, deliveries, rules, clock } = parts;
  const stopping = new AbortController();
  let isHurried = false;
  const inFlight = new Set<string>();
  const busy = new Map<ChannelId, Promise<void>>();
  const lastBeats = new Map<ChannelId, number>();
  const beatFailures = new Map<ChannelId, number>();

  const contextFor = ({ language }: Pick<ChannelRecord, "language">): ComposeContext => ({
    ...{ language, hostname: parts.hostname, officeName: parts.officeName(), nowMs: clock.nowMs() },
  });
  const enqueue = (
    channelId: ChannelId,
    what: DeliveryRecord["what"],
    severity: Alert["severity"],
    alertId: AlertId | null,
  ) => {
    const nowMs = clock.nowMs();
    const dueMs = what === "raised" ? nowMs + GATHER_MS : nowMs;
    deliveries.save({
      ...{ id: randomUUID(), alertId, channelId, what, severity, state: "waiting", phase: 0 },
      ...{ queuedMs: nowMs, dueMs, endedMs: null, attempts: 0, messageId: null },
    });
  };

  const note = () => {
    const now = rules.get();
    const usable = new Set(
      channels
        .list()
        .filter(({ isEnabled, setup }) => isEnabled && setup.kind !== "heartbeat")
        .map(({ id }) => id),
    );
    const lasting = alertStore.list("open", MAX_LASTING);
    const over = deliveries.endedAlerts().flatMap((id) => alertStore.get(id) ?? []);
    let isChanged = false;
    for (const alert of [...lasting, ...over]) {
      const told = deliveries.ofAlert(alert.id);
      const isHidden = alert.resolvedMs === null && causeOf(alert, lasting) !== undefined;
      const nowMs = clock.nowMs();
      const plan = planDeliveries({ alert, told, rules: now, usable, isHidden, inFlight, nowMs });
      for (const change of plan.change) deliveries.save(change);
      for (const { channelId, what } of plan.add) enqueue(channelId, what, alert.severity, alert.id);
      isChanged ||= plan.change.length > 0 || plan.add.length > 0;
    }
    if (isChanged) parts.onChange();
  };

  const queueDigest = () => {
    const { digest } = rules.get();
    const nowMs = clock.nowMs();
    if (digest === null || !isDigestDue(digest, rules.lastDigestMs(), nowMs)) return;
    rules.noteDigest(nowMs); // at first: where it cannot be noted, a digest would come every second
    for (const id of digest.channelIds)
      if (channels.get(id)?.isEnabled) enqueue(id, "digest", "notice", null);
  };

  /** Since when another computer starts all plans, as far as it was seen. */
  let elsewhereSinceMs: number | undefined;
  const queuePack = () => {
    const { proofPack } = rules.get();
    const nowMs = clock.nowMs();
    if (!parts.isProofElsewhere()) elsewhereSinceMs = undefined;
    else if (elsewhereSinceMs === undefined || elsewhereSinceMs > nowMs) elsewhereSinceMs = nowMs;
    if (proofPack === null || !isPackDue(rules.lastPackMs(), nowMs)) return;
    if (elsewhereSinceMs !== undefined) {
      // whoever takes the plans over mails it then, unless the one that starts them has had its time for it: it would come twice
      const isTheirs = nowMs - packTimeMs(nowMs) >= DAY_MS && nowMs - elsewhereSinceMs >= SURELY_THERE_MS;
      if (isTheirs) rules.notePack(nowMs);
      return;
    }
    rules.notePack(nowMs); // at first, as a digest
    for (const id of proofPack.channelIds) {
      const channel = channels.get(id);
      if (channel?.isEnabled && channel.setup.kind === "mail") enqueue(id, "pack", "notice", null);
    }
  };

  /** @returns what may be sent now, of what waits for a channel */
  const dueOn = (id: ChannelId): DeliveryRecord[] => {
    const nowMs = clock.nowMs();
    const { quietHours } = rules.get();
    const due = deliveries
      .waiting(id)
      // a clock that was put back must not hold anything up for longer than it would have waited
      .filter((one) => one.dueMs <= nowMs || one.queuedMs > nowMs || (isHurried && one.attempts === 0))
      .filter((one) => one.alertId === null || !isQuiet(quietHours, one.severity, nowMs));
    if (due.length === 0) return [];
    const sent = deliveries.sentSince(id, nowMs - HOUR_MS).filter((atMs) => atMs <= nowMs);
    const isTooSoon = sent[0] !== undefined && nowMs - sent[0] < MIN_GAP_MS;
    // the worst is told also in a storm
    const isTooMuch = sent.length >= MAX_PER_HOUR && due.every(({ severity }) => severity !== "failed");
    return isTooSoon || isTooMuch ? [] : due;
  };

  const messageFor = async (
    channel: ChannelRecord,
    batch: readonly DeliveryRecord[],
  ): Promise<OutgoingMessage> => {
    const context = contextFor(channel);
    const id = messageIdOf(batch.map((one) => one.id));
    if (batch[0]?.what === "pack") {
      const period = monthBefore(batch[0].queuedMs);
      return composePack(id, period, await parts.makePack(period, channel.language), context);
    }
    if (batch[0]?.what === "digest") {
      const since = batch[0].queuedMs - 7 * 24 * HOUR_MS;
      const ended = alertStore
        .resolved(MAX_ENDED_IN_DIGEST)
        .filter(({ resolvedMs }) => (resolvedMs ?? 0) > since);
      return composeDigest(id, alertStore.list("open", MAX_LASTING), ended, parts.sources(), context);
    }
    // an alert that got worse while it waited is told once, as it is now
    const items = new Map<AlertId, ComposeItem>();
    for (const { alertId, what } of batch) {
      const alert = alertId === null ? undefined : alertStore.get(alertId);
      if (alert !== undefined && what !== "digest" && what !== "pack") items.set(alert.id, { alert, what });
    }
    return composeAlerts(id, [...items.values()], context);
  };

  const send = async (channel: ChannelRecord, message: OutgoingMessage): Promise<SendResult> => {
    try {
      const secrets = await parts.secretsOf(channel);
      const context = { secrets, limits: SEND_LIMITS, signal: stopping.signal, nowMs: clock.nowMs() };
      return await sendMessage(channel.setup, message, context);
    } catch (error) {
      parts.onError(error);
      return { kind: "failed", problem: "internal", answer: "" };
    }
  };

  const noteResult = (id: ChannelId, result: SendResult, attempts: number) => {
    const channel = channels.get(id);
    if (channel === undefined) return;
    const nowMs = clock.nowMs();
    const failing = failingSubject(channel, result);
    if (result.kind === "delivered") {
      noteState({ ...channel, lastSuccessMs: nowMs });
      alerts.resolve(thingOf(failing));
    } else {
      const { problem, answer } = result;
      noteState({ ...channel, lastFailureMs: nowMs, lastFailure: { problem, answer } });
      if (isFailing(problem, attempts)) alerts.keepRaised(failing, "warning");
    }
    parts.onChange();
  };

  const noteState = (channel: ChannelRecord) => {
    try {
      channels.save(channel);
    } catch (error) {
      parts.onError(error); // on a full disk people are told all the same
    }
  };

  const sendBatch = async (channel: ChannelRecord, batch: readonly DeliveryRecord[]) => {
    for (const { id } of batch) inFlight.add(id);
    const messageId = messageIdOf(batch.map((one) => one.id));
    let result: SendResult;
    try {
      result = await send(channel, await messageFor(channel, batch));
    } catch (error) {
      if (isBackstayError(error, "CANCELLED")) return; // the host ends while a proof pack is made; the next one makes it
      parts.onError(error);
      result = { kind: "failed", problem: "internal", answer: "" };
    } finally {
      for (const { id } of batch) inFlight.delete(id);
    }
    if (stopping.signal.aborted && result.kind === "failed") return;
    if (channels.get(channel.id) === undefined) return; // removed meanwhile, and all that waited with it
    const nowMs = clock.nowMs();
    for (const one of batch) {
      const after = { ...one, messageId, attempts: one.attempts + 1 };
      const isOld = nowMs - one.queuedMs >= (one.what === "pack" ? GIVE_PACK_UP_AFTER_MS : GIVE_UP_AFTER_MS);
      if (result.kind === "delivered") deliveries.save({ ...after, state: "sent", endedMs: nowMs });
      else if (isOld) deliveries.save({ ...after, state: "failed", endedMs: nowMs });
      else {
        const dueMs = nowMs + retryDelayMs(after.attempts, result.retryAfterMs);
        deliveries.save({ ...after, dueMs });
      }
    }
    noteResult(channel.id, result, Math.max(...batch.map((one) => one.attempts + 1)));
    note(); // what ended while it was being sent
  };

  const work = async (channel: ChannelRecord) => {
    if (channel.setup.kind === "heartbeat") {
      const nowMs = clock.nowMs();
      const last = lastBeats.get(channel.id) ?? channel.lastSuccessMs ?? 0;
      const sinceMs = nowMs - last;
      if (!parts.isStanding || (sinceMs >= 0 && sinceMs < channel.setup.everyMinutes * MINUTE_MS)) return;
      const result = await send(channel, composeTest("", channel.name, contextFor(channel)));
      if (stopping.signal.aborted) return;
      // one that failed is tried again at the next tick
      if (result.kind === "delivered") lastBeats.set(channel.id, nowMs);
      const failures = result.kind === "delivered" ? 0 : (beatFailures.get(channel.id) ?? 0) + 1;
      beatFailures.set(channel.id, failures);
      noteResult(channel.id, result, failures);
      return;
    }
    const due = dueOn(channel.id);
    const of = (what: DeliveryRecord["what"]) => due.filter((one) => one.what === what);
    const news = due.filter(({ alertId }) => alertId !== null);
    const isMail = channel.setup.kind === "mail"; // it may have become something else that takes no page along
    if (!isMail)
      for (const one of of("pack")) deliveries.save({ ...one, state: "dropped", endedMs: clock.nowMs() });
    const packs = isMail ? of("pack").map((one) => [one]) : [];
    for (const batch of [news, of("digest"), ...packs])
      if (batch.length > 0 && !stopping.signal.aborted) await sendBatch(channel, batch);
  };

  const tick = async () => {
    if (stopping.signal.aborted) return;
    parts.writeKept();
    note();
    try {
      if (parts.isStanding) queueDigest();
      if (parts.isStanding) queuePack();
    } catch (error) {
      parts.onError(error); // what is urgent is sent all the same
    }
    for (const channel of channels.list()) {
      if (!channel.isEnabled || busy.has(channel.id)) continue;
      const done = work(channel)
        .catch(parts.onError)
        .finally(() => busy.delete(channel.id));
      busy.set(channel.id, done);
    }
    await Promise.all(busy.values());
  };

  return {
    note,
    tick,
    async flush() {
      isHurried = true;
      await tick();
    },
    noteSaved(channel) {
      deliveries.retryNow(channel.id, clock.nowMs());
      lastBeats.delete(channel.id);
      // where something waits, the next attempt says whether it works again
      if (!channel.isEnabled || deliveries.countWaiting(channel.id) === 0)
        alerts.resolve(thingOf(failingSubject(channel)));
      note();
      parts.onChange();
    },
    noteRemoved(id) {
      rules.forgetChannel(id);
      alerts.resolveAll((subject) => subject.code === "CHANNEL_FAILING" && subject.channelId === id);
      parts.onChange();
    },
    async sendTest(draft, secrets) {
      const message = composeTest(randomUUID().replaceAll("-", ""), draft.name, contextFor(draft));
      const context = { secrets, limits: SEND_LIMITS, signal: stopping.signal, nowMs: clock.nowMs() };
      const { kind, ...rest } = await sendMessage(draft.setup, message, context);
      const { retryAfterMs: _, ...outcome } = { ...rest, kind } as SendResult;
      return outcome as DeliveryOutcome;
    },
    tellings: (alertId) =>
      deliveries.ofAlert(alertId).flatMap(({ channelId, what, state, endedMs, queuedMs, attempts }) => {
        if (what === "digest" || what === "pack") return [];
        const channelName = channels.get(channelId)?.name ?? "";
        return [{ channelId, channelName, what, state, atMs: endedMs ?? queuedMs, attempts }];
      }),
    async stop() {
      stopping.abort();
      await Promise.all(busy.values());
      parts.writeKept();
    },
  };
}

function failingSubject({ id, name }: ChannelRecord, result?: SendResult) {
  const said = result?.kind === "failed" ? result : { problem: "internal" as const, answer: "" };
  const { problem, answer } = said;
  return { code: "CHANNEL_FAILING", channelId: id, about: name, problem, answer } as const;
}
