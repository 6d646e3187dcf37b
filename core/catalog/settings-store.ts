import type Database from "better-sqlite3";

/** Settings by name, each as JSON. */
export type SettingsStore = {
  /** @returns undefined for one that was never set */
  get(name: string): unknown;
  /** Sets all of them, or none. */
  setAll(values: Readonly<Record<string, unknown>>): void;
};

export function createSettingsStore(database: Database.Database): SettingsStore {
  const get = database.prepare<[string], { value: string }>("SELECT value FROM settings WHERE name = ?");
  const set = database.prepare(
    "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  return {
    get(name) {
      const row = get.get(name);
      return row === undefined ? undefined : JSON.parse(row.value);
    },
    setAll: database.transaction((values: Readonly<Record<string, unknown>>) => {
      for (const [name, value] of Object.entries(values)) set.run(name, JSON.stringify(value));
    }).immediate,
  };
}
