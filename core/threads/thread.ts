import { Worker } from "node:worker_threads";
import { BackstayError } from "../../shared/errors.ts";
import { READY } from "./ready-message.ts";

/** A worker thread that is spoken to in typed messages. */
export type Thread<ToThread> = {
  post(message: ToThread, transfer?: readonly ArrayBuffer[]): void;
  /** Ends the thread, whatever it does, as soon as it said that it is ready. Resolves when it has stopped. */
  stop(): Promise<void>;
};

export type ThreadEvents<FromThread> = {
  onMessage(message: FromThread): void;
  /** The thread threw, or ended without being stopped. Called at most once. */
  onFailure(error: unknown): void;
};

/**
 * Threads keep file contents in an arena outside the heap, so a young generation of a few megabytes serves them best. The
 * old one may grow where it must: the tree of a folder with a million entries is decoded in one piece.
 */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 2048 };

/**
 * Starts a thread.
 * @param url its module, see `workerUrl`; it calls `getReady` first
 * @param data what it finds as `workerData`
 */
export function startThread<ToThread, FromThread>(
  url: URL,
  data: unknown,
  events: ThreadEvents<FromThread>,
): Thread<ToThread> {
  const worker = new Worker(url, { workerData: data, resourceLimits: HEAP_LIMITS });
  let isOver = false;
  const { promise: mayEnd, resolve: allowEnd } = Promise.withResolvers<void>();
  const fail = (error: unknown) => {
    if (isOver) return;
    isOver = true;
    events.onFailure(error);
  };
  worker.on("message", (message: FromThread | typeof READY) => {
    if (message === READY) allowEnd();
    else if (!isOver) events.onMessage(message);
  });
  worker.on("error", fail);
  worker.on("messageerror", fail);
  worker.on("exit", (code) => {
    allowEnd();
    fail(new BackstayError("JOB_CRASHED", { exit: `thread ended with ${code}` }));
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    async stop() {
      isOver = true;
      await mayEnd;
      await worker.terminate();
    },
  };
}
