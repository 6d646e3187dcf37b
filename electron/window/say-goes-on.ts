import { Notification } from "electron";
import type { Language } from "../../shared/words/language.ts";
import type { DesktopStateFile } from "../state/desktop-state.ts";
import { desktopWords } from "../words/choose-words.ts";

/** The first time a person closes the window they are told that this does not end the backups. */
export function sayGoesOn(state: DesktopStateFile, language: Language, open: () => void): void {
  if (state.current.hasSaidGoesOn || !Notification.isSupported()) return;
  const { goesOnTitle, goesOn } = desktopWords(language).notices;
  const notification = new Notification({ title: goesOnTitle, body: goesOn, silent: true });
  notification.on("click", open);
  notification.show();
  void state.change({ hasSaidGoesOn: true });
}
