import { type BrowserWindow, dialog } from "electron";
import type { Language } from "../../shared/words/language.ts";
import { desktopWords } from "../words/choose-words.ts";

const GO_ON = 0;
const STOP = 1;

/**
 * Asks what is to become of the work that runs. Going on is what happens when the question is closed, or answered with Enter.
 *
 * @param running how many jobs run
 * @returns whether to stop them and quit
 */
export async function askBeforeQuit(
  running: number,
  language: Language,
  window: BrowserWindow | undefined,
): Promise<boolean> {
  const { quitting } = desktopWords(language);
  const question = {
    type: "question" as const,
    message: quitting.message(running),
    detail: quitting.detail,
    buttons: [quitting.goOn, quitting.stopAndQuit],
    defaultId: GO_ON,
    cancelId: GO_ON,
    noLink: true,
  };
  const { response } = await (window === undefined
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(window, question));
  return response === STOP;
}
