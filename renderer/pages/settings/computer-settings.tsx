import { NativeSelect, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AppState } from "../../../shared/model/app.ts";
import type { Settings } from "../../../shared/model/settings.ts";
import { Band } from "../../components/band.tsx";
import { canSignOut } from "../../host/sign-out.ts";
import styles from "./computer-settings.module.css";
import { historyChoices } from "./history-choices.ts";
import { SettingRow } from "./setting-row.tsx";
import { SignOutRow } from "./sign-out-row.tsx";
import { useSaveSettings } from "./use-save-settings.ts";

const SWITCHES = ["startAtLogin", "notifyOnFailure", "notifyOnSuccess", "pauseOnBattery"] as const;
type SwitchName = (typeof SWITCHES)[number];

/** What this computer does by itself. Only the desktop application has a login, notifications and a battery to care about. */
export function ComputerSettings({ app }: { readonly app: AppState }) {
  const { t } = useTranslation("settings");
  const { settings, hostname, version, hostKind } = app;
  return (
    <Band heading={t("computer.heading")} caption={t("computer.caption", { hostname, version })}>
      {hostKind === "desktop" ? (
        SWITCHES.map((name) => <SwitchSetting key={name} name={name} settings={settings} />)
      ) : (
        <div className={styles.note}>
          <p>{t("computer.notHere", { hostname })}</p>
        </div>
      )}
      <HistorySetting keepHistoryDays={settings.keepHistoryDays} />
      {canSignOut() && <SignOutRow />}
    </Band>
  );
}

type SwitchSettingProps = { readonly name: SwitchName; readonly settings: Settings };

function SwitchSetting({ name, settings }: SwitchSettingProps) {
  const { t } = useTranslation("settings");
  const saving = useSaveSettings();
  return (
    <SettingRow id={name} label={t(`computer.${name}`)} hint={t(`computer.${name}Hint`)} saving={saving}>
      <Switch
        id={name}
        aria-describedby={`${name}-hint`}
        checked={settings[name]}
        onChange={({ currentTarget }) => void saving.save({ [name]: currentTarget.checked })}
      />
    </SettingRow>
  );
}

function HistorySetting({ keepHistoryDays }: { readonly keepHistoryDays: number }) {
  const { t } = useTranslation("settings");
  const saving = useSaveSettings();
  const id = "keep-history";
  return (
    <SettingRow
      id={id}
      label={t("computer.keepHistory")}
      hint={t("computer.keepHistoryHint")}
      saving={saving}
    >
      <NativeSelect
        id={id}
        aria-describedby={`${id}-hint`}
        value={String(keepHistoryDays)}
        data={historyChoices(keepHistoryDays).map(({ days, unit, count }) => ({
          value: String(days),
          label: t(`computer.${unit}`, { count }),
        }))}
        onChange={({ currentTarget }) => void saving.save({ keepHistoryDays: Number(currentTarget.value) })}
      />
    </SettingRow>
  );
}
