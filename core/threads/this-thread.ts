import { parentPort, workerData } from "node:worker_threads";
import { isStopping, STOP, type ThreadStart } from "./stop-flag.ts";

/** What a thread that was started with `startThread` has to do with the one that started it. */
export type ThisThread<Data, ToThread, FromThread> = {
  readonly data: Data;
  send(message: FromThread, transfer?: readonly ArrayBuffer[]): void;
  /** To be called once. Messages are handled one after the other; those that wait when the thread is stopped are dropped. */
  onMessage(handle: (message: ToThread) => void): void;
};

/** @throws {Error} outside of a thread */
export function thisThread<Data, ToThread, FromThread>(): ThisThread<Data, ToThread, FromThread> {
  const port = parentPort;
  if (port === null) throw new Error("this module runs as a worker thread only");
  const { data, stopping } = workerData as ThreadStart<Data>;
  return {
    data,
    send: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage(handle) {
      port.on("message", (message: ToThread | typeof STOP) => {
        if (message === STOP || isStopping(stopping)) port.close();
        else handle(message);
      });
    },
  };
}
