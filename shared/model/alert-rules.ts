/** Who is told of what, and when. */
import { z } from "zod";
import { ALERT_CODES, SEVERITIES } from "./alert.ts";
import { ChannelIdText, HourAndMinute, TimeMs } from "./primitives.ts";

const Channels = z.array(ChannelIdText).max(50);
const Minutes = z.int().min(0).max(10_080);

export const AlertRule = z.strictObject({
  /** None means none: such a rule tells nobody. */
  severities: z.array(z.enum(SEVERITIES)),
  /** Empty for all there are, and all that are to come. */
  codes: z.array(z.enum(ALERT_CODES)),
  channelIds: Channels,
  /** Only what lasts so long is told. */
  delayMinutes: Minutes,
  /** Whom to tell when nobody has acknowledged it for so long after the first were told. */
  escalation: z.strictObject({ afterMinutes: Minutes.min(1), channelIds: Channels }).nullable(),
});
export type AlertRule = z.infer<typeof AlertRule>;

/** From here on a file system of a watched host is told of as nearly full, where nobody has said otherwise. */
const USUAL_FULL_PERCENT = 95;
/** For so long a source may lack where it has to be before people are told, where nobody has said otherwise. */
const USUAL_PLACEMENT_HOURS = 24;

export const AlertRules = z.strictObject({
  rules: z.array(AlertRule).max(50),
  /** How full a file system may be before it is an alert; null when none ever is. */
  fullPercent: z.int().min(50).max(99).nullable().default(USUAL_FULL_PERCENT),
  /** For how long a source may lack on a replica on which it has to be before it is an alert; null when it never is. */
  placementHours: z.int().min(1).max(720).nullable().default(USUAL_PLACEMENT_HOURS),
  /** Whether those who were told are told of the end, too. */
  tellsEnd: z.boolean(),
  /** By this machine's clock; `from` after `to` goes over midnight. What waits is told when they end. */
  quietHours: z
    .strictObject({
      from: HourAndMinute,
      to: HourAndMinute,
      /** Severities that do not wait. */
      except: z.array(z.enum(SEVERITIES)),
    })
    .nullable(),
  digest: z
    .strictObject({
      /** 0 is Sunday; null for every day. */
      weekday: z.int().min(0).max(6).nullable(),
      at: HourAndMinute,
      channelIds: Channels,
    })
    .nullable(),
  /** Channels of e-mail by which the proof pack of each month goes out when the month is over; null for none. */
  proofPack: z.strictObject({ channelIds: Channels }).nullable().default(null),
});
export type AlertRules = z.infer<typeof AlertRules>;

/** Nobody is told before somebody says whom. */
export const NO_RULES: AlertRules = {
  ...{ rules: [], fullPercent: USUAL_FULL_PERCENT, placementHours: USUAL_PLACEMENT_HOURS },
  ...{ tellsEnd: true, quietHours: null, digest: null, proofPack: null },
};

/** One message that told, or is to tell, of an alert. */
export const AlertTelling = z.strictObject({
  channelId: ChannelIdText,
  channelName: z.string(),
  what: z.enum(["raised", "escalated", "ended"]),
  state: z.enum(["waiting", "sent", "failed", "dropped"]),
  /** When it was sent, or given up; while it waits, when it was queued. */
  atMs: TimeMs,
  attempts: z.int().nonnegative(),
});
export type AlertTelling = z.infer<typeof AlertTelling>;
