import { app, dialog, nativeTheme } from "electron";
import type { LogEntry } from "../core/api/backstay.ts";
import { systemClock } from "../core/clock.ts";
import type { AppState } from "../shared/model/app.ts";
import type { Settings } from "../shared/model/settings.ts";
import type { Language } from "../shared/words/language.ts";
import { coalesce } from "./coalesce.ts";
import { ask, askOverview, type DesktopEngine, isLost } from "./engine/desktop-engine.ts";
import { EVENT_CHANNEL } from "./ipc/channels.ts";
import { setStartAtLogin } from "./login/start-at-login.ts";
import { setApplicationMenu } from "./menu/application-menu.ts";
import { followEngine } from "./notifications/follow-engine.ts";
import { createNotifier } from "./notifications/notifier.ts";
import { isAppUrl } from "./pages/app-origin.ts";
import { followPower } from "./power/follow-power.ts";
import { createKeepAwake } from "./power/keep-awake.ts";
import { createQuitting, type Quitting } from "./quit/quitting.ts";
import type { DesktopStateFile } from "./state/desktop-state.ts";
import { setAllPaused } from "./tray/pause-plans.ts";
import { type BackstayTray, createTray } from "./tray/tray.ts";
import { lostStatus, trayStatus } from "./tray/tray-status.ts";
import type { MainWindow } from "./window/main-window.ts";
import { desktopWords, languageOf } from "./words/choose-words.ts";

export type DesktopParts = {
  readonly engine: DesktopEngine;
  readonly window: MainWindow;
  readonly state: DesktopStateFile;
  readonly log: (entry: LogEntry) => void;
};

export type RunningDesktop = {
  readonly quitting: Quitting;
  /** As the settings say now. */
  readonly language: () => Language;
};

/** At most four times in three seconds; the sentence is read by people. */
const TRAY_REST_MS = 750;
/** Ages in the sentence go on although nothing happens. */
const TRAY_TICK_MS = 60_000;

/**
 * Everything around the window: tray, menu, notices, power, start at login, and the way out.
 * @throws {BackstayError} when the engine cannot say how it is
 */
export async function runDesktop({ engine, window, state, log }: DesktopParts): Promise<RunningDesktop> {
  const first: AppState = await ask(engine, "app.state", {});
  let settings: Settings = first.settings;
  let isSetUp = first.isSetUp;
  let tray: BackstayTray | undefined;
  const language = (): Language => languageOf(settings.language, app.getPreferredSystemLanguages());
  const complain = (text: string) => (error: unknown) => {
    if (!isLost(error)) log({ level: "warning", text, facts: { reason: String(error) } });
  };
  const notify = createNotifier((link) => window.show(link));
  const keepAwake = createKeepAwake();

  const backUpNow = () => void ask(engine, "plans.runAll", {}).catch(complain("backing up now failed"));
  const quitting = createQuitting({
    engine,
    window,
    state,
    language,
    runningJobs: async () => (await askOverview(engine)).jobs.filter((job) => job.state === "running").length,
    onQuit: () => tray?.destroy(),
    log,
  });

  async function drawTray(): Promise<void> {
    try {
      const overview = await askOverview(engine);
      const { plans } = await ask(engine, "plans.list", {});
      const { repositories } = await ask(engine, "failover.list", {});
      const isPaused = plans.length === 0 ? undefined : plans.every(({ plan }) => plan.isPaused);
      keepAwake(engine.isOwn && overview.jobs.some((job) => job.state === "running"));
      tray?.show({
        ...trayStatus(overview, systemClock.nowMs(), language(), repositories),
        language: language(),
        isPaused,
      });
      if (!isSetUp && (await ask(engine, "app.state", {})).isSetUp) {
        isSetUp = true;
        applyLogin();
      }
    } catch (error) {
      complain("the tray could not be drawn")(error);
      tray?.show({ ...lostStatus(language()), language: language(), isPaused: undefined });
    }
  }
  const refresh = coalesce(drawTray, TRAY_REST_MS);

  function apply(next: Settings): void {
    settings = next;
    nativeTheme.themeSource = next.theme;
    setApplicationMenu(language(), {
      backUpNow,
      goTo: (page) => window.show({ page }),
      quit: quitting.ask,
    });
    if (isSetUp) applyLogin();
  }

  /** Not before the set-up is done, which a person might leave for good. A service starts by itself. */
  function applyLogin(): void {
    const isWanted = settings.startAtLogin && engine.isOwn;
    void setStartAtLogin(isWanted, desktopWords(language()).purpose).catch(
      complain("start at login was not set"),
    );
  }

  tray = createTray(
    { ...lostStatus(language()), language: language(), isPaused: undefined },
    {
      open: () => window.show(),
      backUpNow,
      setPaused: (isPaused) =>
        void setAllPaused(engine, state, isPaused).catch(complain("pausing failed")).finally(refresh),
      quit: quitting.ask,
    },
  );
  apply(settings);

  engine.onEvent((event) => {
    const contents = window.current?.webContents;
    if (contents !== undefined && isAppUrl(contents.getURL())) contents.send(EVENT_CHANNEL, event);
    if (event.event.type === "settings") apply(event.event.settings);
    refresh();
  });
  followEngine({
    engine,
    clock: systemClock,
    settings: () => settings,
    language,
    notify,
    onFailure: complain("a notice could not be made"),
  });
  followPower(engine, refresh);
  setInterval(refresh, TRAY_TICK_MS);
  refresh();
  void engine.lost.then(() => sayLost(language(), quitting));
  return { quitting, language };
}

async function sayLost(language: Language, quitting: Quitting): Promise<void> {
  if (quitting.isUnderWay) return;
  const { engineLost } = desktopWords(language);
  const { response } = await dialog.showMessageBox({
    type: "warning",
    message: engineLost.message,
    detail: engineLost.detail,
    buttons: [engineLost.again, engineLost.quit],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) app.relaunch();
  await quitting.now();
}
