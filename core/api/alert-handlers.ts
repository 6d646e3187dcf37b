import type { AlertSubject } from "../../shared/model/alert.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import type { ChannelService } from "../alerts/channel-service.ts";
import type { DeliveryService } from "../alerts/delivery/delivery-service.ts";
import type { RulesService } from "../alerts/rules-service.ts";
import type { HandlersOf } from "./handlers.ts";

export type AlertServices = {
  readonly alerts: AlertService;
  readonly channels: ChannelService;
  readonly rules: RulesService;
  readonly delivery: Pick<DeliveryService, "note" | "tellings">;
  /** Channels or rules changed. */
  readonly onChange: () => void;
  /** Whoever acknowledges an alert has seen what it is about. */
  readonly onAcknowledged: (subject: AlertSubject) => void;
};

/** Answers what is about alerts, and about who is told of them. */
export function alertHandlers(services: AlertServices): HandlersOf<"alerts"> {
  const { alerts, channels, rules, delivery, onChange, onAcknowledged } = services;
  return {
    "alerts.list": async ({ which, limit }) => ({
      alerts: alerts.list(which, limit),
      open: alerts.countOpen(),
    }),
    "alerts.acknowledge": async ({ alertId }) => {
      const alert = alerts.acknowledge(alertId);
      onAcknowledged(alert.subject);
      return alert;
    },
    "alerts.snooze": async ({ alertId, untilMs }) => alerts.snooze(alertId, untilMs),
    "alerts.channels.list": async () => ({ channels: channels.list() }),
    "alerts.channels.save": async ({ channelId, draft, secrets }, { rights }) =>
      await channels.save(channelId, draft, secrets, rights.has("programs")),
    "alerts.channels.remove": async ({ channelId }) => {
      await channels.remove(channelId);
      return {};
    },
    "alerts.channels.test": async ({ channelId, draft, secrets }, { rights }) =>
      await channels.test(channelId, draft, secrets, rights.has("programs")),
    "alerts.rules.get": async () => rules.get(),
    "alerts.rules.save": async (wanted) => {
      const saved = rules.save(wanted);
      delivery.note();
      onChange();
      return saved;
    },
    "alerts.tellings": async ({ alertId }) => ({ tellings: delivery.tellings(alertId) }),
  };
}
