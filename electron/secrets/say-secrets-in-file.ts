import { type BrowserWindow, dialog } from "electron";
import type { Language } from "../../shared/words/language.ts";
import type { DesktopStateFile } from "../state/desktop-state.ts";
import { desktopWords } from "../words/choose-words.ts";

/** Says once that there is no key store, and where the passwords are instead. */
export async function saySecretsInFile(
  file: string,
  state: DesktopStateFile,
  language: Language,
  window: BrowserWindow | undefined,
): Promise<void> {
  if (state.current.hasSaidSecretsInFile || window === undefined) return;
  const { secrets } = desktopWords(language);
  await dialog.showMessageBox(window, {
    type: "warning",
    message: secrets.message,
    detail: secrets.detail(file),
    buttons: [secrets.understood],
    noLink: true,
  });
  await state.change({ hasSaidSecretsInFile: true });
}
