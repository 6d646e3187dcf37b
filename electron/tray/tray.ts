import { Menu, type MenuItemConstructorOptions, nativeTheme, Tray } from "electron";
import type { Language } from "../../shared/words/language.ts";
import { desktopWords } from "../words/choose-words.ts";
import { trayIcon } from "./tray-icon.ts";
import type { TrayStatus } from "./tray-status.ts";

export type TrayActions = {
  readonly open: () => void;
  readonly backUpNow: () => void;
  readonly setPaused: (isPaused: boolean) => void;
  readonly quit: () => void;
};

export type TrayView = TrayStatus & {
  readonly language: Language;
  /** Whether every plan is paused; undefined when there is none, or it is not known. */
  readonly isPaused: boolean | undefined;
};

export type BackstayTray = {
  /** Draws only what is different. */
  show(view: TrayView): void;
  destroy(): void;
};

export function createTray(first: TrayView, actions: TrayActions): BackstayTray {
  const tray = new Tray(trayIcon(first.shape));
  let shown: TrayView | undefined;

  function show(view: TrayView): void {
    if (view.shape !== shown?.shape) tray.setImage(trayIcon(view.shape));
    if (view.sentence !== shown?.sentence) tray.setToolTip(view.sentence);
    if (shown === undefined || JSON.stringify(view) !== JSON.stringify(shown)) {
      tray.setContextMenu(Menu.buildFromTemplate(menuOf(view, actions)));
    }
    shown = view;
  }

  const redraw = () => {
    if (shown !== undefined) tray.setImage(trayIcon(shown.shape));
  };
  nativeTheme.on("updated", redraw);
  tray.on("click", actions.open);
  show(first);
  return {
    show,
    destroy() {
      nativeTheme.off("updated", redraw);
      tray.destroy();
    },
  };
}

/** The sentence stands in the menu, too: not every system shows a tooltip. */
function menuOf(
  { sentence, language, isPaused }: TrayView,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const { tray } = desktopWords(language);
  const pause: MenuItemConstructorOptions = {
    id: "pause",
    label: isPaused === true ? tray.resume : tray.pause,
    enabled: isPaused !== undefined,
    click: () => actions.setPaused(isPaused !== true),
  };
  return [
    { id: "status", label: sentence, enabled: false },
    { type: "separator" },
    { id: "open", label: tray.open, click: actions.open },
    { id: "back-up-now", label: tray.backUpNow, enabled: isPaused !== undefined, click: actions.backUpNow },
    pause,
    { type: "separator" },
    { id: "quit", label: tray.quit, click: actions.quit },
  ];
}
