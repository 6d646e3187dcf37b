import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Settings } from "../../../shared/model/settings.ts";
import { Band } from "../../components/band.tsx";
import { SettingRow } from "./setting-row.tsx";
import { useSaveSettings } from "./use-save-settings.ts";

const SWITCHES = ["backUpFromFailing", "spareFailing"] as const;

/** What Backstay does by itself when a disk fails. */
export function ActingSettings({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation("acting");
  return (
    <Band heading={t("settings.heading")} caption={t("settings.caption")}>
      {SWITCHES.map((name) => (
        <ActingSwitch key={name} name={name} settings={settings} />
      ))}
    </Band>
  );
}

type ActingSwitchProps = { readonly name: (typeof SWITCHES)[number]; readonly settings: Settings };

function ActingSwitch({ name, settings }: ActingSwitchProps) {
  const { t } = useTranslation("acting");
  const saving = useSaveSettings();
  return (
    <SettingRow id={name} label={t(`settings.${name}`)} hint={t(`settings.${name}Hint`)} saving={saving}>
      <Switch
        id={name}
        aria-describedby={`${name}-hint`}
        checked={settings[name]}
        onChange={({ currentTarget }) => void saving.save({ [name]: currentTarget.checked })}
      />
    </SettingRow>
  );
}
