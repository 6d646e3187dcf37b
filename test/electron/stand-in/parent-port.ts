/** Gives a forked process what a utility process of Electron's has, and takes away what only a forked one has. */
import { EventEmitter } from "node:events";

const send = process.send?.bind(process);
class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    send?.(message);
  }
}
const parentPort = new ParentPort();
process.on("message", (data) => parentPort.emit("message", { data }));
process.once("disconnect", () => process.exit(1)); // Electron ends a utility process when its browser process has gone
Object.assign(process, { parentPort, send: undefined });
