import { z } from "zod";
import { ChannelDraft, ChannelSecrets, ChannelView, DeliveryOutcome } from "../model/alert-channel.ts";
import { AlertRules, AlertTelling } from "../model/alert-rules.ts";
import { AlertIdText, ChannelIdText } from "../model/primitives.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const draft = z.strictObject({
  /** Null for a new one. */
  channelId: ChannelIdText.nullable(),
  draft: ChannelDraft,
  secrets: ChannelSecrets,
});

export const alertMethods = {
  /** By name. Secrets never come back, only which there are. */
  "alerts.channels.list": method("read", nothing, z.strictObject({ channels: z.array(ChannelView) })),
  /**
   * Which program a channel runs says only a caller with the right `programs`; others may save the rest of it.
   * @throws CHANNEL_NOT_FOUND, CHANNEL_INCOMPLETE, CHANNEL_ADDRESS_INVALID, CHANNEL_PROGRAM_REFUSED, NAME_TAKEN
   */
  "alerts.channels.save": method("write", draft, ChannelView),
  /** Rules no longer name it, and what waits for it is dropped. @throws CHANNEL_NOT_FOUND */
  "alerts.channels.remove": method("write", z.strictObject({ channelId: ChannelIdText }), nothing),
  /** Sends one message now, with what is in the form: nothing is saved. @throws the same as saving */
  "alerts.channels.test": method("write", draft, DeliveryOutcome),
  "alerts.rules.get": method("read", nothing, AlertRules),
  /** @throws CHANNEL_NOT_FOUND when it names one that is not there */
  "alerts.rules.save": method("write", AlertRules, AlertRules),
  /** Who was told of an alert, the first at first. */
  "alerts.tellings": method(
    "read",
    z.strictObject({ alertId: AlertIdText }),
    z.strictObject({ tellings: z.array(AlertTelling) }),
  ),
};
