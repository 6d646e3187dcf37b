/** The desktop application's main process: the order in which things start. Everything else is in modules of its own. */
import path from "node:path";
import { app, crashReporter, dialog, powerMonitor, session } from "electron";
import type { LogEntry } from "../core/api/backstay.ts";
import { systemClock } from "../core/clock.ts";
import { openLogFile } from "../core/logging/log-file.ts";
import { makeDataFolder } from "../core/platform/folders.ts";
import { requireWhole, runLargeSelfCheck, runSelfCheck } from "../core/self-check/run-self-check.ts";
import { isBackstayError } from "../shared/errors.ts";
import { VERSION } from "../shared/version.ts";
import { describeError } from "../shared/words/describe-error.ts";
import { runDesktop } from "./desktop.ts";
import { openEngine } from "./engine/open-engine.ts";
import { sayOtherVersion } from "./engine/say-other-version.ts";
import { serveCalls } from "./ipc/serve-calls.ts";
import { HIDDEN_ARGUMENT } from "./login/start-at-login.ts";
import { handleAppScheme, registerAppScheme } from "./pages/app-protocol.ts";
import { deepLinkIn, LINK_SCHEME, type PageLink, parseDeepLink } from "./pages/deep-link.ts";
import { PAGES_FOLDER } from "./places.ts";
import { saySecretsInFile } from "./secrets/say-secrets-in-file.ts";
import { hardenAllContents } from "./security/harden-contents.ts";
import { hardenSession } from "./security/harden-session.ts";
import { openDesktopState } from "./state/desktop-state.ts";
import { createMainWindow } from "./window/main-window.ts";
import { sayGoesOn } from "./window/say-goes-on.ts";
import { desktopWords, languageOf } from "./words/choose-words.ts";

type Log = (entry: LogEntry) => void;

app.enableSandbox();
registerAppScheme();
const folder = dataFolderOrGiveUp();
app.setPath("userData", path.join(folder, "desktop")); // each data folder has one application of its own
app.setPath("crashDumps", path.join(folder, "logs", "crashes"));
crashReporter.start({ uploadToServer: false });
const { write: log } = openLogFile(path.join(folder, "logs"), "desktop", systemClock);

/** macOS hands over a link as soon as it likes, also before there is a window. */
let earlyLink: PageLink | undefined;
let openLink = (link: PageLink | undefined) => {
  earlyLink = link;
};
app.on("open-url", (event, url) => {
  event.preventDefault();
  openLink(parseDeepLink(url));
});

if (app.requestSingleInstanceLock()) {
  followMistakes(log);
  app.whenReady().then(() => start(log).catch((error: unknown) => giveUp(error, log)));
} else {
  app.quit(); // the other one has been told, and shows its window
}

async function start(log: Log): Promise<void> {
  log({
    level: "info",
    text: "started",
    facts: { version: VERSION, pid: process.pid, versions: process.versions },
  });
  await proveRuntime(log);
  app.setAsDefaultProtocolClient(LINK_SCHEME);
  hardenAllContents(log);
  hardenSession(session.defaultSession, { allowDevTools: !app.isPackaged });

  const state = openDesktopState(folder);
  const { engine, secretsFile, otherVersion } = await openEngine(folder, log);
  handleAppScheme(session.defaultSession, { root: PAGES_FOLDER, openDownload: engine.openDownload });
  const window = createMainWindow({
    state,
    log,
    onClosed: () => {
      if (!quitting.isUnderWay) sayGoesOn(state, language(), () => window.show());
    },
    onSessionEnd: () => void quitting.now(),
  });
  serveCalls({ call: engine.call, ownContents: () => window.current?.webContents, log });
  const { quitting, language } = await runDesktop({ engine, window, state, log });

  app.on("second-instance", (_, args) => window.show(deepLinkIn(args)));
  openLink = window.show;
  app.on("activate", () => window.show());
  app.on("window-all-closed", () => {}); // without a listener Electron would quit
  powerMonitor.on("shutdown", () => void quitting.now());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void quitting.now());

  const link = earlyLink ?? deepLinkIn(process.argv);
  if (link !== undefined || !process.argv.includes(HIDDEN_ARGUMENT)) window.show(link);
  if (otherVersion !== undefined) await sayOtherVersion(otherVersion, language(), window.current);
  if (secretsFile !== undefined) await saySecretsInFile(secretsFile, state, language(), window.current);
}

/** Before anything is opened: an engine that calculates wrongly must not touch a backup. */
async function proveRuntime(log: Log): Promise<void> {
  const report = await runSelfCheck();
  for (const finding of report.missing) log({ level: "error", text: "missing", facts: finding });
  for (const finding of report.reduced)
    log({ level: "warning", text: "slower or partly without", facts: finding });
  requireWhole(report);
  if (process.versions.electron === undefined) return;
  void runLargeSelfCheck().then((large) => {
    if (large.missing.length === 0) return;
    for (const finding of large.missing) log({ level: "error", text: "missing", facts: finding });
    try {
      requireWhole(large);
    } catch (error) {
      giveUp(error, log);
    }
  });
}

/** What nobody expected is written down; the engine's own errors never come this way. */
function followMistakes(log: Log): void {
  const write = (text: string) => (error: unknown) =>
    log({
      level: "error",
      text,
      facts: { stack: error instanceof Error ? (error.stack ?? "") : String(error) },
    });
  process.on("uncaughtException", write("uncaught exception"));
  process.on("unhandledRejection", write("unhandled rejection"));
  app.on("child-process-gone", (_, { type, reason, exitCode, name = "" }) => {
    log({ level: "warning", text: "a process ended", facts: { type, reason, exitCode, name } });
  });
}

/** Without the folder there is not even a log, only a box that says so. */
function dataFolderOrGiveUp(): string {
  try {
    return makeDataFolder();
  } catch (error) {
    if (!isBackstayError(error)) throw error;
    const language = languageOf("system", app.getPreferredSystemLanguages());
    const { message, hint } = describeError(error, language);
    dialog.showErrorBox(desktopWords(language).startFailed, `${message}\n\n${hint}`);
    process.exit(1);
  }
}

/** Says why there is no Backstay, and ends. */
function giveUp(error: unknown, log: Log): void {
  const language = languageOf("system", app.getPreferredSystemLanguages());
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log({ level: "error", text: "cannot start", facts: { stack } });
  const wire = isBackstayError(error)
    ? error
    : { code: "INTERNAL" as const, details: { logReference: path.join(folder, "logs", "desktop.log") } };
  const { message, hint } = describeError(wire, language);
  dialog.showErrorBox(desktopWords(language).startFailed, `${message}\n\n${hint}`);
  app.exit(1);
}
