import type { ChannelId } from "../../../../shared/ids.ts";
import type { AlertRule, AlertRules } from "../../../../shared/model/alert-rules.ts";

/** What most offices want to hear of. */
export function newRule(channelIds: readonly ChannelId[]): AlertRule {
  return {
    ...{ severities: ["warning", "failing", "failed"], codes: [], channelIds: [...channelIds] },
    ...{ delayMinutes: 0, escalation: null },
  };
}

export const NEW_QUIET_HOURS: NonNullable<AlertRules["quietHours"]> = {
  ...{ from: "22:00", to: "07:00", except: ["failed"] },
};
export const NEW_DIGEST: NonNullable<AlertRules["digest"]> = { weekday: 1, at: "08:00", channelIds: [] };
