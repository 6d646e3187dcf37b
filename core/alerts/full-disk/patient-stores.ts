/**
 * Alerts and their deliveries on a disk that may be full: what cannot be written is kept in memory and told all the same. Else nobody
 * would hear of the full disk.
 */
import type { AlertId } from "../../../shared/ids.ts";
import { alertStanding } from "../../../shared/model/alert-standing.ts";
import type { AlertRecord, AlertStore } from "../../catalog/alert-store.ts";
import type { DeliveryRecord, DeliveryStore } from "../../catalog/delivery-store.ts";
import { keepRows } from "./kept-rows.ts";

export type PatientStores = {
  readonly alerts: AlertStore;
  readonly deliveries: DeliveryStore;
  /** Tries again to write what is kept. To be called now and then. */
  flush(): void;
};

const ANY_NUMBER = 100_000;

export function patientStores(alerts: AlertStore, deliveries: DeliveryStore): PatientStores {
  const keptAlerts = keepRows(alerts.save);
  // a delivery belongs to an alert, which has to be in the catalog before
  const keptDeliveries = keepRows(deliveries.save, keptAlerts.flush);

  const patientAlerts: AlertStore = {
    ...alerts,
    save: keptAlerts.save,
    get: (id) => keptAlerts.get(id) ?? alerts.get(id),
    lasting: (thing) => {
      const stored = alerts.lasting(thing);
      const isLasting = (one: AlertRecord) => one.thing === thing && one.resolvedMs === null;
      return keptAlerts.over(stored === undefined ? [] : [stored], isLasting)[0];
    },
    list(which, limit) {
      if (keptAlerts.size === 0) return alerts.list(which, limit);
      const isAmong = ({ resolvedMs }: AlertRecord) => which === "all" || resolvedMs === null;
      const found = keptAlerts.over(alerts.list(which, limit + keptAlerts.size), isAmong);
      return found.sort(worstFirst).slice(0, limit);
    },
    countOpen: (nowMs) => (keptAlerts.size === 0 ? alerts.countOpen(nowMs) : waiting(nowMs).length),
    worstOpen: (nowMs) => (keptAlerts.size === 0 ? alerts.worstOpen(nowMs) : waiting(nowMs)[0]?.severity),
    resolved(limit) {
      const stored = alerts.resolved(limit + keptAlerts.size);
      const found = keptAlerts.over(stored, ({ resolvedMs }) => resolvedMs !== null);
      return found.sort((a, b) => (b.resolvedMs ?? 0) - (a.resolvedMs ?? 0)).slice(0, limit);
    },
  };
  const waiting = (nowMs: number) =>
    patientAlerts.list("open", ANY_NUMBER).filter((alert) => alertStanding(alert, nowMs) === "needs");

  const queuedFirst = (a: DeliveryRecord, b: DeliveryRecord) =>
    a.queuedMs - b.queuedMs || (a.id < b.id ? -1 : 1);
  const patientDeliveries: DeliveryStore = {
    ...deliveries,
    save: keptDeliveries.save,
    ofAlert: (id) =>
      keptDeliveries.over(deliveries.ofAlert(id), ({ alertId }) => alertId === id).sort(queuedFirst),
    waiting: (id) => keptDeliveries.over(deliveries.waiting(id), isWaitingOn(id)).sort(queuedFirst),
    countWaiting: (id) =>
      keptDeliveries.size === 0 ? deliveries.countWaiting(id) : patientDeliveries.waiting(id).length,
    endedAlerts() {
      if (keptAlerts.size + keptDeliveries.size === 0) return deliveries.endedAlerts();
      const candidates = new Set<AlertId>(deliveries.endedAlerts());
      for (const { id } of keptAlerts.all()) candidates.add(id);
      for (const { alertId } of keptDeliveries.all()) if (alertId !== null) candidates.add(alertId);
      return [...candidates].filter(
        (id) =>
          typeof patientAlerts.get(id)?.resolvedMs === "number" &&
          patientDeliveries.ofAlert(id).some(({ phase, what }) => phase < 2 && what !== "ended"),
      );
    },
    sentSince(id, sinceMs) {
      const stored = deliveries.sentSince(id, sinceMs);
      const times = new Map<string, number>();
      for (const one of keptDeliveries.all()) {
        const isMeant = one.channelId === id && one.state === "sent" && (one.endedMs ?? 0) > sinceMs;
        if (isMeant) times.set(one.messageId ?? one.id, one.endedMs ?? 0);
      }
      return [...stored, ...times.values()].sort((a, b) => b - a);
    },
    retryNow(id, nowMs) {
      for (const one of keptDeliveries.all().filter(isWaitingOn(id)))
        if (one.attempts > 0) keptDeliveries.save({ ...one, dueMs: nowMs });
      deliveries.retryNow(id, nowMs);
    },
  };

  return {
    alerts: patientAlerts,
    deliveries: patientDeliveries,
    flush: () => void (keptAlerts.flush() && keptDeliveries.flush()),
  };
}

function isWaitingOn(id: DeliveryRecord["channelId"]): (one: DeliveryRecord) => boolean {
  return ({ channelId, state }) => channelId === id && state === "waiting";
}

/** Those whose cause lasts by how bad they are, then all others; of equals the newest first. */
function worstFirst(a: AlertRecord, b: AlertRecord): number {
  if ((a.resolvedMs === null) !== (b.resolvedMs === null)) return a.resolvedMs === null ? -1 : 1;
  return (a.resolvedMs === null ? b.weight - a.weight : 0) || b.lastMs - a.lastMs;
}
