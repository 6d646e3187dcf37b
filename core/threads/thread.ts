import { Worker } from "node:worker_threads";
import { BackstayError } from "../../shared/errors.ts";
import { askToStop, createStopFlag, STOP, type ThreadStart } from "./stop-flag.ts";

/** A worker thread that is spoken to in typed messages. */
export type Thread<ToThread> = {
  post(message: ToThread, transfer?: readonly ArrayBuffer[]): void;
  /**
   * Lets the thread end after the message it is working on; later ones are dropped. Resolves when it has ended.
   *
   * It is never terminated: that interrupts it anywhere, and inside of a native module, while functions are looked up or made,
   * it takes the whole process along.
   */
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
 * @param url its module, see `workerUrl`; which speaks through `thisThread`
 * @param data what it finds as `data`
 */
export function startThread<ToThread, FromThread>(
  url: URL,
  data: unknown,
  events: ThreadEvents<FromThread>,
): Thread<ToThread> {
  const start: ThreadStart<unknown> = { data, stopping: createStopFlag() };
  const worker = new Worker(url, { workerData: start, resourceLimits: HEAP_LIMITS });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let isOver = false;
  const fail = (error: unknown) => {
    if (isOver) return;
    isOver = true;
    events.onFailure(error);
  };
  worker.on("message", (message: FromThread) => {
    if (!isOver) events.onMessage(message);
  });
  worker.on("error", fail);
  worker.on("messageerror", fail);
  worker.on("exit", (code) => {
    end();
    fail(new BackstayError("JOB_CRASHED", { exit: `thread ended with ${code}` }));
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    stop() {
      isOver = true;
      askToStop(start.stopping);
      worker.postMessage(STOP);
      return ended;
    },
  };
}
