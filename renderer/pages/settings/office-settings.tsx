import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Settings } from "../../../shared/model/settings.ts";
import { LANGUAGES } from "../../../shared/words/language.ts";
import { Band } from "../../components/band.tsx";
import { SettingRow } from "./setting-row.tsx";
import { useSaveSettings } from "./use-save-settings.ts";

const THEMES = ["system", "light", "dark"] as const satisfies readonly Settings["theme"][];
const MAX_NAME_LENGTH = 100;

/** How Backstay looks and speaks. */
export function OfficeSettings({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation("settings");
  const language = useSaveSettings();
  const theme = useSaveSettings();
  const languages = ["system", ...LANGUAGES] as const;
  return (
    <Band heading={t("office.heading")} caption={t("office.caption")}>
      <OfficeName officeName={settings.officeName} />
      <SettingRow
        id="language"
        label={t("office.language")}
        hint={t("office.languageHint")}
        saving={language}
      >
        <NativeSelect
          id="language"
          aria-describedby="language-hint"
          value={settings.language}
          data={languages.map((value) => ({ value, label: t(`office.languages.${value}`) }))}
          onChange={({ currentTarget }) =>
            void language.save({ language: currentTarget.value as Settings["language"] })
          }
        />
      </SettingRow>
      <SettingRow id="theme" label={t("office.theme")} saving={theme}>
        <NativeSelect
          id="theme"
          value={settings.theme}
          data={THEMES.map((value) => ({ value, label: t(`office.themes.${value}`) }))}
          onChange={({ currentTarget }) =>
            void theme.save({ theme: currentTarget.value as Settings["theme"] })
          }
        />
      </SettingRow>
    </Band>
  );
}

/** Saved when somebody leaves the field or presses Enter. */
function OfficeName({ officeName }: { readonly officeName: string }) {
  const { t } = useTranslation("settings");
  const saving = useSaveSettings();
  // it may be changed in another window; what is being typed here, or about to be typed over, is newer
  const [held, setHeld] = useState<string>();
  const name = held ?? officeName;
  const save = async (isLeft: boolean) => {
    if (name.trim() !== officeName && !(await saving.save({ officeName: name }))) return;
    // somebody may have typed on while it was saved
    if (isLeft) setHeld((now) => (now === name ? undefined : now));
  };
  return (
    <SettingRow id="office-name" label={t("office.name")} hint={t("office.nameHint")} saving={saving}>
      <TextInput
        id="office-name"
        aria-describedby="office-name-hint"
        value={name}
        maxLength={MAX_NAME_LENGTH}
        autoComplete="organization"
        onFocus={() => setHeld(name)}
        onChange={({ currentTarget }) => setHeld(currentTarget.value)}
        onBlur={() => void save(true)}
        onKeyDown={(event) => {
          if (event.key === "Enter") void save(false);
          if (event.key === "Escape") setHeld(officeName);
        }}
      />
    </SettingRow>
  );
}
