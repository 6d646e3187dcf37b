/** Alerts, who is told of them, and how: the parts that know each other in circles, put together. */
import type { SourceStatus } from "../../shared/model/overview.ts";
import type { MakePack } from "../audit/pack/make-pack.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { type AlertService, createAlertService } from "./alert-service.ts";
import { type ChannelService, createChannelService } from "./channel-service.ts";
import { createDeliveryService, type DeliveryService } from "./delivery/delivery-service.ts";
import { patientStores } from "./full-disk/patient-stores.ts";
import { createRulesService, type RulesService } from "./rules-service.ts";

export type AlertParts = {
  readonly stores: Pick<Stores, "alerts" | "channels" | "deliveries" | "settings">;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly hostname: string;
  readonly officeName: () => string;
  readonly makePack: MakePack;
  readonly isProofElsewhere: () => boolean;
  readonly sources: () => readonly Pick<SourceStatus, "source" | "newestGoodMs">[];
  /** See {@link DeliveryService}. */
  readonly isStanding: boolean;
  readonly onAlerts: (open: number) => void;
  readonly onChannels: () => void;
  readonly onError: (error: unknown) => void;
};

export function createAlertServices(parts: AlertParts): {
  readonly alerts: AlertService;
  readonly channels: ChannelService;
  readonly rules: RulesService;
  readonly delivery: DeliveryService;
} {
  const { stores, secrets, clock } = parts;
  const patient = patientStores(stores.alerts, stores.deliveries);
  const alerts = createAlertService(patient.alerts, clock, (open) => {
    parts.onAlerts(open);
    try {
      delivery.note();
    } catch (error) {
      parts.onError(error); // that somebody cannot be told must not undo what happened
    }
  });
  const rules = createRulesService(stores.settings, stores.channels.get, clock);
  const channels = createChannelService({
    store: stores.channels,
    secrets,
    countWaiting: patient.deliveries.countWaiting,
    sendTest: (draft, given) => delivery.sendTest(draft, given),
    onSaved: (channel) => delivery.noteSaved(channel),
    onRemoved: (id) => delivery.noteRemoved(id),
  });
  const delivery = createDeliveryService({
    ...{ alerts, rules, clock, hostname: parts.hostname, officeName: parts.officeName },
    ...{ alertStore: patient.alerts, channels: stores.channels, deliveries: patient.deliveries },
    writeKept: patient.flush,
    ...{ secretsOf: channels.secretsOf, sources: parts.sources, isStanding: parts.isStanding },
    ...{ makePack: parts.makePack, isProofElsewhere: parts.isProofElsewhere },
    ...{ onChange: parts.onChannels, onError: parts.onError },
  });
  return { alerts, channels, rules, delivery };
}
