import { NativeSelect, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AppState } from "../../../shared/model/app.ts";
import type { Settings } from "../../../shared/model/settings.ts";
import { Band } from "../../components/band.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import styles from "./computer-settings.module.css";
import { historyChoices } from "./history-choices.ts";
import rowStyles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";
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
      <ChannelsRow />
      <HistorySetting keepHistoryDays={settings.keepHistoryDays} />
    </Band>
  );
}

/** Notifications on this computer reach whoever sits here; channels reach the others. */
function ChannelsRow() {
  const { t } = useTranslation("settings");
  return (
    <div className={rowStyles.row}>
      <div className={rowStyles.words}>
        <strong>{t("computer.channels")}</strong>
        <p>{t("computer.channelsHint")}</p>
      </div>
      <div className={rowStyles.control}>
        <LinkButton to="/alerts/channels">{t("computer.toChannels")}</LinkButton>
      </div>
    </div>
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
