import { BackstayError } from "../../../shared/errors.ts";
import { orAborted } from "../../platform/or-aborted.ts";
import type { SftpChannel } from "./protocol.ts";

/** The connection of a store: made when it is needed first, and anew after it was lost. */
export type SftpLine = {
  /**
   * @throws what connecting throws; the signal's reason
   */
  channel(signal: AbortSignal | undefined): Promise<SftpChannel>;
  /** Lets work go on that nobody waits for, such as clearing up after a write that was called off. */
  leaveBehind(work: Promise<unknown>): void;
  close(): Promise<void>;
};

/** How long clearing up may hold up the end of a store. */
const CLEAR_UP_MS = 3_000;

export function createSftpLine(connect: (signal: AbortSignal) => Promise<SftpChannel>): SftpLine {
  const closing = new AbortController();
  const leftBehind = new Set<Promise<unknown>>();
  let current: Promise<SftpChannel> | undefined;

  /** Calls that come meanwhile wait for the same attempt, so none of them may call it off alone. */
  async function connected(): Promise<SftpChannel> {
    closing.signal.throwIfAborted();
    if (current !== undefined) {
      const channel = await current;
      if (!channel.isOver) return channel;
      current = undefined;
      return await connected();
    }
    const attempt = connect(closing.signal);
    current = attempt;
    attempt.catch(() => {
      if (current === attempt) current = undefined;
    });
    return await attempt;
  }

  return {
    channel: (signal) => orAborted(connected(), signal),
    leaveBehind(work) {
      const settled: Promise<unknown> = work.then(
        () => leftBehind.delete(settled),
        () => leftBehind.delete(settled),
      );
      leftBehind.add(settled);
    },
    async close() {
      if (closing.signal.aborted) return;
      await orAborted(Promise.all(leftBehind), AbortSignal.timeout(CLEAR_UP_MS)).catch(() => undefined);
      const last = current;
      closing.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
      await last?.then(
        (channel) => channel.close(),
        () => undefined,
      );
    },
  };
}
