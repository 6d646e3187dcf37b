/** The ids of what was chosen last, in this browser. Nothing else is remembered: no names, no paths, no text that was typed. */

const KEY = "backstay-recent-commands";
const MOST = 12;

/** @returns ids, the newest first; nothing when what is stored is not ours */
export function readRecent(stored: string | null): readonly string[] {
  if (stored === null) return [];
  try {
    const ids: unknown = JSON.parse(stored);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function withRecent(ids: readonly string[], newest: string): readonly string[] {
  return [newest, ...ids.filter((id) => id !== newest)].slice(0, MOST);
}

export function loadRecent(): readonly string[] {
  return readRecent(localStorage.getItem(KEY));
}

export function remember(id: string): void {
  localStorage.setItem(KEY, JSON.stringify(withRecent(loadRecent(), id)));
}
