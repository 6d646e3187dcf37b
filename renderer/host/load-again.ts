import { entryScriptThere, ownEntryScript } from "./entry-script-there.ts";

/** Which build was left by itself: if it comes again, loading once more would not help either. */
const KEY = "backstay-left-build";

/**
 * Loads the window again, because the program below it was replaced. Each build does so once at most, and only while the host has pages
 * to give: what a browser shows otherwise says nothing of backups.
 */
export async function loadAgainByItself(): Promise<void> {
  const own = ownEntryScript() ?? "";
  if (sessionStorage.getItem(KEY) === own || (await entryScriptThere()) === undefined) return;
  sessionStorage.setItem(KEY, own);
  window.location.reload();
}
