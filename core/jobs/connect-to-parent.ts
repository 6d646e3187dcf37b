import { lineOverParentPort, type ParentPort } from "./parent-port.ts";
import type { HostLine } from "./run-job-process.ts";

/**
 * The line from a job process to its host: from one made by `child_process.fork`, or from a utility process of Electron's.
 * @throws when the process was started in another way
 */
export function connectToParent(): HostLine {
  const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
  if (parentPort !== undefined) return lineOverParentPort(parentPort);
  if (process.send === undefined) throw new Error("this program is started by Backstay itself, not by hand");
  const send = process.send.bind(process);
  return {
    onMessage: (listener) => void process.on("message", listener),
    onClosed: (listener) => void process.once("disconnect", listener),
    send: (message) =>
      new Promise((resolve, reject) => {
        send(message, undefined, {}, (error) => (error === null ? resolve() : reject(error)));
      }),
  };
}
