import { EventEmitter } from "node:events";
import { mkdirSync, openSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import path from "node:path";
import { isProcessAlive } from "../../../core/platform/process-alive.ts";
import { changed, command, desk, preventable } from "./desk.ts";

const paths = new Map<string, string>();
/** What has to be over before the process ends. */
const closers: (() => Promise<void>)[] = [];
let isReady = false;

class App extends EventEmitter {
  readonly name = "Backstay";
  readonly isPackaged = process.env.STAND_IN_PACKAGED === "1";

  enableSandbox(): void {}
  setPath(name: string, value: string): void {
    mkdirSync(value, { recursive: true });
    paths.set(name, value);
  }
  whenReady(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        isReady = true;
        resolve();
      });
    });
  }
  getPreferredSystemLanguages(): string[] {
    return (process.env.STAND_IN_LANGUAGES ?? "en-GB").split(",");
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    desk.protocolClients.push(scheme);
    return true;
  }
  setLoginItemSettings(settings: unknown): void {
    desk.loginItems.push(settings);
    changed();
  }
  relaunch(): void {
    desk.wasRelaunched = true;
    changed();
  }

  /** One per folder, as in Electron: what the second was started with reaches the first. */
  requestSingleInstanceLock(): boolean {
    const folder = paths.get("userData");
    if (folder === undefined) throw new Error("the test has to have a folder of its own");
    const lock = path.join(folder, "stand-in.lock");
    const others = path.join(folder, "stand-in-others");
    mkdirSync(others, { recursive: true });
    try {
      writeFileSync(openSync(lock, "wx"), String(process.pid));
    } catch {
      if (isProcessAlive(Number(readFileSync(lock, "utf8")))) {
        writeFileSync(path.join(others, `${process.pid}`), JSON.stringify(process.argv));
        return false;
      }
      rmSync(lock);
      return this.requestSingleInstanceLock();
    }
    const watcher = watch(others, () => this.receiveOthers(others));
    closers.push(async () => {
      watcher.close();
      rmSync(lock, { force: true });
    });
    return true;
  }

  private receiveOthers(folder: string): void {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      const text = readFileSync(file, "utf8");
      if (text === "") continue; // not written yet; there will be another event
      rmSync(file);
      this.emit("second-instance", {}, JSON.parse(text), "/");
    }
  }

  quit(): void {
    if (!isReady) {
      void end(0); // nothing has begun
      return;
    }
    const event = preventable();
    this.emit("before-quit", event);
    if (event.defaultPrevented) return;
    this.emit("will-quit", preventable());
    void end(0);
  }
  exit(code: number): void {
    void end(code);
  }
}

async function end(code: number): Promise<void> {
  changed();
  for (const close of closers) await close();
  process.exit(code);
}

export function beforeEnd(close: () => Promise<void>): void {
  closers.push(close);
}

export const app = new App();
export const crashReporter = { start(): void {} };

command("app.emit", (name: string, ...args: unknown[]) => app.emit(name, preventable(), ...args));
command("app.quit", () => app.quit());
command("desk", () => desk);
