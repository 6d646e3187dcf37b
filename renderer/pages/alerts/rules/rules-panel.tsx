import { NativeSelect, Switch } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SEVERITIES } from "../../../../shared/model/alert.ts";
import type { ChannelView } from "../../../../shared/model/alert-channel.ts";
import type { AlertRules } from "../../../../shared/model/alert-rules.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { Empty } from "../../../components/empty.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TimeField } from "../../../components/time-field.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";
import { Choices } from "./choices.tsx";
import { NEW_DIGEST, NEW_QUIET_HOURS, newRule } from "./new-rules.ts";
import { RuleFields } from "./rule-fields.tsx";
import styles from "./rules.module.css";

/** Who is told of what, and when. */
export function RulesPanel({ onShowChannels }: { readonly onShowChannels: () => void }) {
  const { t } = useTranslation("telling");
  const rules = useCall("alerts.rules.get", {});
  const channels = useCall("alerts.channels.list", {});
  for (const state of [rules, channels]) {
    if (state.kind !== "failed") continue;
    return (
      <div className={styles.panel}>
        <ErrorNote error={state.error} onRetry={state.retry} />
      </div>
    );
  }
  if (rules.kind !== "ready" || channels.kind !== "ready") {
    return (
      <div className={styles.panel}>
        <Waiting rows={3} rowHeight={60} />
      </div>
    );
  }
  const usable = channels.value.channels.filter(({ setup }) => setup.kind !== "heartbeat");
  return (
    <div className={styles.panel}>
      {usable.length === 0 ? (
        <Empty
          icon="alerts"
          title={t("rules.noChannels")}
          action={
            <Button kind="primary" onClick={onShowChannels}>
              {t("rules.toChannels")}
            </Button>
          }
        >
          {t("rules.none")}
        </Empty>
      ) : (
        <RulesForm saved={rules.value} channels={usable} />
      )}
    </div>
  );
}

type RulesFormProps = { readonly saved: AlertRules; readonly channels: readonly ChannelView[] };

function RulesForm({ saved, channels }: RulesFormProps) {
  const { t } = useTranslation("telling");
  const queryClient = useQueryClient();
  // only what is being changed here: the rest is as it is saved, by whomever and whenever
  const [edits, setEdits] = useState<Partial<AlertRules>>({});
  const form = { ...saved, ...edits };
  const save = useAct("alerts.rules.save");
  const isChanged = JSON.stringify(form) !== JSON.stringify(saved);
  const change = (part: Partial<AlertRules>) => setEdits((before) => ({ ...before, ...part }));
  const onSave = async () => {
    const answer = await save.run(form);
    if (answer === undefined) return;
    queryClient.setQueryData(["alerts.rules.get", {}], answer);
    setEdits((now) => (now === edits ? {} : now));
  };
  const { rules, quietHours, digest, proofPack } = form;
  const byChannel = channels.map(({ id, name }) => ({ value: id, label: name }));
  const mails = channels
    .filter(({ setup }) => setup.kind === "mail")
    .map(({ id, name }) => ({ value: id, label: name }));
  const bySeverity = SEVERITIES.toReversed().map((value) => ({ value, label: t(`rules.severity.${value}`) }));
  return (
    <>
      <Band
        heading={t("rules.heading")}
        caption={t("rules.caption")}
        end={
          <Button
            icon="plus"
            size="small"
            onClick={() => change({ rules: [...rules, newRule(channels.map(({ id }) => id))] })}
          >
            {t("rules.add")}
          </Button>
        }
      >
        {rules.length === 0 && <p className={styles.none}>{t("rules.none")}</p>}
        {rules.map((rule, n) => (
          <RuleFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no other identity
            key={n}
            number={n + 1}
            rule={rule}
            channels={byChannel}
            severities={bySeverity}
            onChange={(next) => change({ rules: rules.with(n, next) })}
            onRemove={() => change({ rules: rules.toSpliced(n, 1) })}
          />
        ))}
      </Band>
      <div className={styles.rest}>
        <Switch
          label={t("rules.tellsEnd")}
          checked={form.tellsEnd}
          onChange={({ currentTarget }) => change({ tellsEnd: currentTarget.checked })}
        />
        <div className={styles.line}>
          <NativeSelect
            label={t("rules.full")}
            description={t("rules.fullHint")}
            value={form.fullPercent === null ? "" : String(form.fullPercent)}
            data={[
              ...withSaved(FULL_CHOICES, saved.fullPercent).map((percent) => ({
                value: String(percent),
                label: t("rules.fullPercent", { percent }),
              })),
              { value: "", label: t("rules.fullNever") },
            ]}
            onChange={({ currentTarget: { value } }) =>
              change({ fullPercent: value === "" ? null : Number(value) })
            }
          />
        </div>
        <div className={styles.line}>
          <NativeSelect
            label={t("rules.placement")}
            description={t("rules.placementHint")}
            value={form.placementHours === null ? "" : String(form.placementHours)}
            data={[
              ...withSaved(PLACEMENT_HOURS, saved.placementHours).map((hours) => ({
                value: String(hours),
                label:
                  hours % 24 === 0
                    ? t("rules.days", { count: hours / 24 })
                    : t("rules.hours", { count: hours }),
              })),
              { value: "", label: t("rules.fullNever") },
            ]}
            onChange={({ currentTarget: { value } }) =>
              change({ placementHours: value === "" ? null : Number(value) })
            }
          />
        </div>
        <Switch
          label={t("rules.quiet")}
          description={t("rules.quietHint")}
          checked={quietHours !== null}
          onChange={({ currentTarget }) =>
            change({ quietHours: currentTarget.checked ? NEW_QUIET_HOURS : null })
          }
        />
        {quietHours !== null && (
          <div className={styles.line}>
            <TimeField
              label={t("rules.from")}
              value={quietHours.from}
              onChange={(from) => change({ quietHours: { ...quietHours, from } })}
            />
            <TimeField
              label={t("rules.to")}
              value={quietHours.to}
              onChange={(to) => change({ quietHours: { ...quietHours, to } })}
            />
            <Choices
              label={t("rules.except")}
              choices={bySeverity}
              chosen={quietHours.except}
              onChange={(except) => change({ quietHours: { ...quietHours, except } })}
            />
          </div>
        )}
        <Switch
          label={t("rules.digest")}
          description={t("rules.digestHint")}
          checked={digest !== null}
          onChange={({ currentTarget }) =>
            change({
              digest: currentTarget.checked
                ? { ...NEW_DIGEST, channelIds: channels.map(({ id }) => id) }
                : null,
            })
          }
        />
        {digest !== null && (
          <div className={styles.line}>
            <NativeSelect
              label={t("rules.digestDay")}
              value={digest.weekday === null ? "" : String(digest.weekday)}
              data={[
                { value: "", label: t("rules.everyDay") },
                ...WEEKDAYS.map((day) => ({ value: String(day), label: t(`rules.weekday.${day}`) })),
              ]}
              onChange={({ currentTarget: { value } }) =>
                change({ digest: { ...digest, weekday: value === "" ? null : Number(value) } })
              }
            />
            <TimeField
              label={t("rules.digestAt")}
              value={digest.at}
              onChange={(at) => change({ digest: { ...digest, at } })}
            />
            <Choices
              label={t("rules.channels")}
              choices={byChannel}
              chosen={digest.channelIds}
              onChange={(channelIds) => change({ digest: { ...digest, channelIds } })}
            />
          </div>
        )}
        <Switch
          label={t("rules.pack")}
          description={mails.length === 0 ? t("rules.packNoMail") : t("rules.packHint")}
          checked={proofPack !== null}
          disabled={mails.length === 0 && proofPack === null}
          onChange={({ currentTarget }) =>
            change({
              proofPack: currentTarget.checked ? { channelIds: mails.map(({ value }) => value) } : null,
            })
          }
        />
        {proofPack !== null && (
          <div className={styles.line}>
            <Choices
              label={t("rules.channels")}
              choices={mails}
              chosen={proofPack.channelIds}
              onChange={(channelIds) => change({ proofPack: { channelIds } })}
            />
          </div>
        )}
      </div>
      {save.error !== undefined && <ErrorNote error={save.error} />}
      <footer className={styles.foot}>
        <Button
          kind="primary"
          isBusy={save.isRunning}
          offBecause={isChanged ? undefined : t("rules.saved")}
          onClick={() => void onSave()}
        >
          {t("rules.save")}
        </Button>
        <span role="status">{isChanged ? t("rules.unsaved") : t("rules.saved")}</span>
      </footer>
    </>
  );
}

const FULL_CHOICES = [80, 85, 90, 95, 98];
const PLACEMENT_HOURS = [6, 24, 48, 168];

/** What a program set stays to be chosen. */
function withSaved(choices: readonly number[], saved: number | null): readonly number[] {
  return saved === null || choices.includes(saved) ? choices : [...choices, saved].toSorted((a, b) => a - b);
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const;
