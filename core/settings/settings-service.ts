import { defaultSettings, Settings } from "../../shared/model/settings.ts";
import type { SettingsStore } from "../catalog/settings-store.ts";

/** What a person set, with defaults for the rest. */
export type SettingsService = {
  get(): Settings;
  /** @returns all settings, as they are now */
  set(changes: { readonly [Name in keyof Settings]?: Settings[Name] | undefined }): Settings;
  isSetUp(): boolean;
  finishSetUp(): void;
};

const IS_SET_UP = "isSetUp";
const names = Object.keys(defaultSettings) as readonly (keyof Settings)[];

/** @param onChange told of all settings after each change */
export function createSettingsService(
  store: SettingsStore,
  onChange: (settings: Settings) => void,
): SettingsService {
  const get = (): Settings => {
    const settings: Record<string, unknown> = { ...defaultSettings };
    for (const name of names) {
      // a value that another version wrote and this one does not know is as good as none
      const stored = Settings.shape[name].safeParse(store.get(name));
      if (stored.success) settings[name] = stored.data;
    }
    return Settings.parse(settings);
  };
  return {
    get,
    set(changes) {
      const said = Object.entries(changes).filter(([, value]) => value !== undefined);
      store.setAll(Object.fromEntries(said));
      const settings = get();
      onChange(settings);
      return settings;
    },
    isSetUp: () => store.get(IS_SET_UP) === true,
    finishSetUp: () => store.setAll({ [IS_SET_UP]: true }),
  };
}
