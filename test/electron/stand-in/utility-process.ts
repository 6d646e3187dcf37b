import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { changed, desk } from "./desk.ts";

const shim = new URL("./parent-port.ts", import.meta.url).href;

/** A real process, with a port instead of `process.send`. */
class UtilityProcess extends EventEmitter {
  readonly child: ChildProcess;
  readonly stderr: ChildProcess["stderr"];

  constructor(
    modulePath: string,
    args: readonly string[],
    options: { env?: NodeJS.ProcessEnv; execArgv?: string[] },
  ) {
    super();
    this.child = fork(modulePath, args, {
      env: options.env,
      execArgv: [...(options.execArgv ?? []), "--import", shim],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    this.stderr = this.child.stderr;
    this.child.once("spawn", () => {
      desk.jobProcesses.push(this.child.pid ?? 0);
      changed();
      this.emit("spawn");
    });
    this.child.on("message", (message) => this.emit("message", message));
    this.child.once("exit", (code, signal) => {
      desk.jobProcesses = desk.jobProcesses.filter((pid) => pid !== this.child.pid);
      changed();
      this.emit("exit", code ?? (signal === "SIGKILL" ? 137 : 143));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }
  postMessage(message: object): void {
    if (this.child.connected) this.child.send(message, () => {});
  }
  kill(): boolean {
    return this.child.kill("SIGTERM");
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: readonly string[] = [], options = {}) =>
    new UtilityProcess(modulePath, args, options),
};
