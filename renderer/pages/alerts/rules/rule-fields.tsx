import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChannelId } from "../../../../shared/ids.ts";
import { ALERT_CODES, type Alert, type AlertCode } from "../../../../shared/model/alert.ts";
import type { AlertRule } from "../../../../shared/model/alert-rules.ts";
import { Button } from "../../../components/button.tsx";
import { Choices } from "./choices.tsx";
import styles from "./rules.module.css";

type Choice<T> = { readonly value: T; readonly label: string };

type RuleFieldsProps = {
  readonly number: number;
  readonly rule: AlertRule;
  readonly channels: readonly Choice<ChannelId>[];
  readonly severities: readonly Choice<Alert["severity"]>[];
  readonly onChange: (rule: AlertRule) => void;
  readonly onRemove: () => void;
};

const DELAYS = [0, 5, 15, 30, 60, 240, 1440];

/** One rule: how bad, what about, whom to tell, and whom when nobody cares. */
export function RuleFields({ number, rule, channels, severities, onChange, onRemove }: RuleFieldsProps) {
  const { t } = useTranslation("telling");
  const change = (part: Partial<AlertRule>) => onChange({ ...rule, ...part });
  const { escalation, codes } = rule;
  const minutes = (count: number) =>
    count >= 60 && count % 60 === 0 ? t("rules.hours", { count: count / 60 }) : t("rules.minutes", { count });
  const delays = (own: number) => [...new Set([...DELAYS, own])].sort((a, b) => a - b);
  const delayChoices = delays(rule.delayMinutes).map((count) => ({
    value: String(count),
    label: count === 0 ? t("rules.atOnce") : minutes(count),
  }));
  const escalationChoices = [
    { value: "", label: t("rules.never") },
    ...delays(escalation?.afterMinutes ?? 15)
      .filter((count) => count > 0)
      .map((count) => ({ value: String(count), label: minutes(count) })),
  ];
  return (
    <section className={styles.rule} aria-label={t("rules.rule", { number })}>
      <div className={styles.line}>
        <Choices
          label={t("rules.severities")}
          choices={severities}
          chosen={rule.severities}
          onChange={(chosen) => change({ severities: chosen })}
        />
        <Choices
          label={t("rules.channels")}
          choices={channels}
          chosen={rule.channelIds}
          onChange={(channelIds) => change({ channelIds })}
        />
        <Choices<AlertCode | "">
          label={t("rules.codes")}
          choices={[
            { value: "", label: t("rules.allCodes") },
            ...ALERT_CODES.map((value) => ({ value, label: t(`rules.code.${value}`) })),
          ]}
          chosen={codes.length === 0 ? [""] : codes}
          onChange={(chosen) => {
            // to choose everything takes the others away, and the other way round
            const isEverything = chosen.includes("") && codes.length > 0;
            change({ codes: isEverything ? [] : chosen.filter((code) => code !== "") });
          }}
        />
        <Button size="small" kind="quiet" icon="x" label={t("rules.remove", { number })} onClick={onRemove} />
      </div>
      <div className={styles.line}>
        <NativeSelect
          label={t("rules.delay")}
          value={String(rule.delayMinutes)}
          data={delayChoices}
          onChange={({ currentTarget }) => change({ delayMinutes: Number(currentTarget.value) })}
        />
        <NativeSelect
          label={t("rules.escalate")}
          value={escalation === null ? "" : String(escalation.afterMinutes)}
          data={escalationChoices}
          onChange={({ currentTarget: { value } }) =>
            change({
              escalation:
                value === "" ? null : { channelIds: [], ...escalation, afterMinutes: Number(value) },
            })
          }
        />
        {escalation !== null && (
          <Choices
            label={t("rules.escalateTo")}
            choices={channels}
            chosen={escalation.channelIds}
            onChange={(channelIds) => change({ escalation: { ...escalation, channelIds } })}
          />
        )}
      </div>
    </section>
  );
}
