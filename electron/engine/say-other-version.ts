import { type BrowserWindow, dialog } from "electron";
import { VERSION } from "../../shared/version.ts";
import type { Language } from "../../shared/words/language.ts";
import { desktopWords } from "../words/choose-words.ts";

/** Says that the service which does the work is another Backstay than this window, so that what looks odd has a reason. */
export async function sayOtherVersion(
  other: string,
  language: Language,
  window: BrowserWindow | undefined,
): Promise<void> {
  if (window === undefined) return;
  const { otherVersion } = desktopWords(language);
  await dialog.showMessageBox(window, {
    type: "warning",
    message: otherVersion.message,
    detail: otherVersion.detail(VERSION, other),
    buttons: [otherVersion.understood],
    noLink: true,
  });
}
