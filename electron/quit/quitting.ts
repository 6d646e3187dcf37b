import { app } from "electron";
import type { LogEntry } from "../../core/api/backstay.ts";
import type { Language } from "../../shared/words/language.ts";
import type { DesktopEngine } from "../engine/desktop-engine.ts";
import type { DesktopStateFile } from "../state/desktop-state.ts";
import type { MainWindow } from "../window/main-window.ts";
import { askBeforeQuit } from "./ask-before-quit.ts";

export type Quitting = {
  /** Somebody wants to quit: asks them when work runs that this would stop. */
  readonly ask: () => void;
  /** Quits without asking, for example because the computer shuts down. */
  readonly now: () => Promise<void>;
  readonly isUnderWay: boolean;
};

export type QuittingParts = {
  readonly engine: DesktopEngine;
  readonly window: MainWindow;
  readonly state: DesktopStateFile;
  readonly language: () => Language;
  readonly runningJobs: () => Promise<number>;
  readonly onQuit: () => void;
  readonly log: (entry: LogEntry) => void;
};

/** The only way out of the application: whatever Electron wants to end comes by here first. */
export function createQuitting(parts: QuittingParts): Quitting {
  const { engine, window, state, log } = parts;
  let isUnderWay = false;
  let isDone = false;
  let isAsking = false;

  async function askFirst(): Promise<void> {
    if (isAsking || isUnderWay) return;
    isAsking = true;
    try {
      const running = engine.isOwn ? await parts.runningJobs().catch(() => 0) : 0; // an engine that cannot be asked runs nothing
      if (running === 0 || (await askBeforeQuit(running, parts.language(), window.current)))
        return await quit();
      window.current?.close(); // which is what going on in the background means
    } finally {
      isAsking = false;
    }
  }

  async function quit(): Promise<void> {
    if (isUnderWay) return;
    isUnderWay = true;
    log({ level: "info", text: "quitting" });
    window.current?.close();
    parts.onQuit();
    try {
      await engine.stop();
    } catch (error) {
      log({ level: "error", text: "the engine did not stop as it should", facts: { reason: String(error) } });
    }
    await state.change({});
    isDone = true;
    app.quit();
  }

  app.on("before-quit", (event) => {
    if (isDone) return;
    event.preventDefault();
    if (!isUnderWay) void askFirst();
  });
  return {
    ask: () => void askFirst(),
    now: quit,
    get isUnderWay() {
      return isUnderWay;
    },
  };
}
