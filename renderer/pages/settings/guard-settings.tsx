import { NativeSelect, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChangeLimits } from "../../../shared/model/change-guard.ts";
import { Band } from "../../components/band.tsx";
import { SettingRow } from "./setting-row.tsx";
import { useSaveSettings } from "./use-save-settings.ts";

const CHOICES = {
  minFiles: [10, 30, 100, 300, 1000],
  lostPercent: [10, 20, 30, 40, 60, 80],
  scrambledPercent: [20, 35, 50, 75, 90],
} as const satisfies Partial<Record<keyof ChangeLimits, readonly number[]>>;
type LimitName = keyof typeof CHOICES;

const LIMITS = Object.keys(CHOICES) as readonly LimitName[];

/** From where on what changed between two backups is suspicious. */
export function GuardSettings({ limits }: { readonly limits: ChangeLimits }) {
  const { t } = useTranslation("changeGuard");
  const saving = useSaveSettings();
  const id = "change-guard";
  return (
    <Band heading={t("settings.heading")} caption={t("settings.caption")}>
      <SettingRow id={id} label={t("settings.isOn")} hint={t("settings.isOnHint")} saving={saving}>
        <Switch
          id={id}
          aria-describedby={`${id}-hint`}
          checked={limits.isOn}
          onChange={({ currentTarget: { checked } }) =>
            void saving.save({ changeLimits: { ...limits, isOn: checked } })
          }
        />
      </SettingRow>
      {limits.isOn && LIMITS.map((name) => <LimitRow key={name} name={name} limits={limits} />)}
    </Band>
  );
}

function LimitRow({ name, limits }: { readonly name: LimitName; readonly limits: ChangeLimits }) {
  const { t } = useTranslation("changeGuard");
  const saving = useSaveSettings();
  const id = `change-guard-${name}`;
  const choices = [...new Set([...CHOICES[name], limits[name]])].sort((a, b) => a - b);
  const wordsOf = (value: number) =>
    name === "minFiles" ? t("settings.files", { count: value }) : t("settings.percent", { percent: value });
  return (
    <SettingRow id={id} label={t(`settings.${name}`)} hint={t(`settings.${name}Hint`)} saving={saving}>
      <NativeSelect
        id={id}
        aria-describedby={`${id}-hint`}
        value={String(limits[name])}
        data={choices.map((value) => ({ value: String(value), label: wordsOf(value) }))}
        onChange={({ currentTarget: { value } }) =>
          void saving.save({ changeLimits: { ...limits, [name]: Number(value) } })
        }
      />
    </SettingRow>
  );
}
