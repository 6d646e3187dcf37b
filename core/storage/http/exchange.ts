/** What goes on between a request and the end of its answer. */
import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import { PACED_BYTES, type Pace } from "../pace.ts";

/** So little at once that what was taken can be seen while a large body is under way, on a slow line too. */
const SLICE_BYTES = 64 * 1024;
/** What must move in the time that nothing may move: less would be a server that answers for ever. */
const LEAST_BYTES = 4 * 1024;
const TICKS = 10;

/** Whether somebody waits for the other side. It is held while it is we who take our time. */
export type SilenceWatch = { hold(): void; release(): void; stop(): void };

/** @param onSilent called once, when hardly anything has moved for that long while somebody waited */
export function watchSilence(request: ClientRequest, silenceMs: number, onSilent: () => void): SilenceWatch {
  let isHeld = false;
  let waitedMs = 0;
  let lastMs = 0;
  let movedBytes = 0;
  let timer: NodeJS.Timeout | undefined;

  request.once("socket", (socket) => {
    lastMs = performance.now();
    waitedMs = 0; // before that it waited for a connection to become free
    movedBytes = bytesOf(socket);
    timer = setInterval(() => look(socket), Math.max(silenceMs / TICKS, 1));
  });

  /** The time since the last look is waiting, or it is ours. */
  function count(): void {
    const nowMs = performance.now();
    if (!isHeld) waitedMs += nowMs - lastMs;
    lastMs = nowMs;
  }
  function look(socket: Socket): void {
    count();
    const movedNow = bytesOf(socket) - movedBytes;
    if (movedNow >= LEAST_BYTES) {
      movedBytes += movedNow;
      waitedMs = 0;
    } else if (waitedMs >= silenceMs) {
      stop();
      onSilent();
    }
  }
  function stop(): void {
    clearInterval(timer);
  }

  return {
    // each of many small pieces ends a wait: the waits count together
    hold() {
      count();
      isHeld = true;
    },
    release() {
      count();
      isHeld = false;
    },
    stop,
  };
}

function bytesOf(socket: Socket): number {
  return socket.bytesRead + socket.bytesWritten;
}

/** Sends a body and ends the request. What its connection breaks with, the request tells. @throws the signal's reason */
export async function sendBody(
  request: ClientRequest,
  body: Uint8Array | undefined,
  pace: Pace | undefined,
  watch: SilenceWatch,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (body === undefined) return void request.end();
  const sliceBytes = pace === undefined ? SLICE_BYTES : PACED_BYTES;
  let isAnswered = false;
  request.once("response", (answer) => {
    isAnswered = true;
    // one that did not wait for the rest did not want it, and would take it for the next request
    answer.once("end", () => request.writableEnded || request.destroy());
  });
  for (let at = 0; at < body.length; at += sliceBytes) {
    const slice = body.subarray(at, at + sliceBytes);
    watch.hold();
    await pace?.up(slice.length, signal);
    if (isAnswered || request.destroyed) return;
    watch.release();
    if (!request.write(slice)) await drained(request);
  }
  if (!request.destroyed) request.end();
}

function drained(request: ClientRequest): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const settle = () => {
    for (const event of ["drain", "close", "response"]) request.off(event, settle);
    resolve();
  };
  for (const event of ["drain", "close", "response"]) request.once(event, settle);
  return promise;
}
