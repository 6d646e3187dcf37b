import { BackstayError } from "../../shared/errors.ts";
import type { ChannelId } from "../../shared/ids.ts";
import { ALERT_CODES } from "../../shared/model/alert.ts";
import { AlertRules, NO_RULES } from "../../shared/model/alert-rules.ts";
import type { ChannelRecord } from "../catalog/channel-store.ts";
import type { SettingsStore } from "../catalog/settings-store.ts";
import type { Clock } from "../clock.ts";

/** Who is told of what. */
export type RulesService = {
  get(): AlertRules;
  /** @throws {BackstayError} CHANNEL_NOT_FOUND */
  save(rules: AlertRules): AlertRules;
  /** No rule names it any more. */
  forgetChannel(id: ChannelId): void;
  /** When the last digest was made; before the first, when the rules were saved. */
  lastDigestMs(): number;
  noteDigest(nowMs: number): void;
  /** When the last proof pack was made; before the first, when somebody asked for it. */
  lastPackMs(): number;
  notePack(nowMs: number): void;
};

const RULES = "alertRules";
const DIGEST = "alertDigestMs";
const PACK = "proofPackMs";

export function createRulesService(
  store: SettingsStore,
  channel: (id: ChannelId) => Pick<ChannelRecord, "setup"> | undefined,
  clock: Clock,
): RulesService {
  const get = () => {
    const found = AlertRules.safeParse(withKnownCodes(store.get(RULES)));
    return found.success ? found.data : NO_RULES;
  };
  const timeOf = (setting: string) => {
    const at = store.get(setting);
    return typeof at === "number" ? at : clock.nowMs();
  };
  const keep = (rules: AlertRules) => store.setAll({ [RULES]: rules });
  return {
    get,
    save(rules) {
      const lacksChannel = channelsOf(rules).some((id) => channel(id) === undefined);
      const lacksMail = rules.proofPack?.channelIds.some((id) => channel(id)?.setup.kind !== "mail");
      if (lacksChannel || lacksMail) throw new BackstayError("CHANNEL_NOT_FOUND", {});
      // a digest that is new is not due at once for a time that was over
      const isNewDigest = JSON.stringify(rules.digest) !== JSON.stringify(get().digest);
      const isNewPack = rules.proofPack !== null && get().proofPack === null;
      keep(rules);
      if (isNewPack) store.setAll({ [PACK]: clock.nowMs() });
      if (isNewDigest) store.setAll({ [DIGEST]: clock.nowMs() });
      return rules;
    },
    forgetChannel(id) {
      const without = <T extends { readonly channelIds: readonly ChannelId[] }>(one: T) => ({
        ...one,
        channelIds: one.channelIds.filter((other) => other !== id),
      });
      const { rules, digest, proofPack, ...rest } = get();
      keep({
        ...rest,
        rules: rules.map((rule) => ({
          ...without(rule),
          escalation: rule.escalation === null ? null : without(rule.escalation),
        })),
        digest: digest === null ? null : without(digest),
        proofPack: proofPack === null ? null : without(proofPack),
      });
    },
    lastDigestMs: () => timeOf(DIGEST),
    noteDigest: (nowMs) => store.setAll({ [DIGEST]: nowMs }),
    lastPackMs: () => timeOf(PACK),
    notePack: (nowMs) => store.setAll({ [PACK]: nowMs }),
  };
}

function channelsOf({ rules, digest, proofPack }: AlertRules): ChannelId[] {
  const ofRules = rules.flatMap((rule) => [...rule.channelIds, ...(rule.escalation?.channelIds ?? [])]);
  return [...ofRules, ...(digest?.channelIds ?? []), ...(proofPack?.channelIds ?? [])];
}

/** A code that another version knew must not make all rules void; a rule for such codes alone tells nobody. */
function withKnownCodes(stored: unknown): unknown {
  if (typeof stored !== "object" || stored === null || !("rules" in stored)) return stored;
  const { rules } = stored;
  if (!Array.isArray(rules)) return stored;
  const known: ReadonlySet<unknown> = new Set(ALERT_CODES);
  const heal = (rule: unknown) => {
    if (typeof rule !== "object" || rule === null || !("codes" in rule) || !Array.isArray(rule.codes))
      return [rule];
    const codes = rule.codes.filter((code) => known.has(code));
    return rule.codes.length > 0 && codes.length === 0 ? [] : [{ ...rule, codes }];
  };
  return { ...stored, rules: rules.flatMap(heal) };
}
