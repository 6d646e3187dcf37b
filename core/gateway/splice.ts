/** Two connections that are one: what comes from either goes to the other, no faster than that takes it. */
import type { Socket } from "node:net";

export type Splice = {
  /** Whether either side has said that it sends no more. */
  isHalfClosed(): boolean;
  /** Rises with each byte that got on its way; also while a slow reader takes what was read before. */
  progress(): number;
  readonly bytesIn: () => number;
  readonly bytesOut: () => number;
  /** Ends both at once; each side sees that it was cut off, and not that all was said. */
  cutOff(): void;
};

/**
 * Nothing is kept but what is on its way: a side that does not read stops the other from sending.
 * @param client from whom `bytesIn` comes
 * @param onClosed told once when both are closed
 */
export function splice(client: Socket, target: Socket, onClosed: () => void): Splice {
  let closed = 0;
  let ended = 0;
  const sides = [
    [client, target],
    [target, client],
  ] as const;
  const cutOff = () => {
    for (const [side] of sides) side.resetAndDestroy();
  };
  for (const [side, other] of sides) {
    side.once("end", () => {
      ended += 1;
    });
    // a broken connection must not look like one that came to its end
    side.on("error", () => other.resetAndDestroy());
    side.once("close", () => {
      closed += 1;
      if (!side.readableEnded || !side.writableFinished) other.resetAndDestroy();
      if (closed === 2) onClosed();
    });
    side.pipe(other); // waits while the other does not take more, and passes its end on
  }
  return {
    isHalfClosed: () => ended > 0,
    progress: () =>
      sides.reduce((sum, [side]) => sum + side.bytesRead + side.bytesWritten - side.writableLength, 0),
    bytesIn: () => client.bytesRead,
    bytesOut: () => target.bytesRead,
    cutOff,
  };
}
