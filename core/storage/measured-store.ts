import type { Store } from "./store.ts";

/** How fast a place answers, as its last answers were. What has not been seen yet is undefined. */
export type StoreFigures = {
  /** From asking to an answer that carries hardly anything, in ms. */
  readonly roundTripMs: number | undefined;
  /** How far such answers usually are from that, in ms. */
  readonly spreadMs: number | undefined;
  /** Of one transfer, however many there are beside it. */
  readonly downBytesPerSecond: number | undefined;
  readonly upBytesPerSecond: number | undefined;
  /** Answers that count in these figures, whatever was asked. */
  readonly answers: number;
};

export type MeasuredStore = Store & {
  figures(): StoreFigures;
  /** How long reading that many bytes will take, in ms, by these figures; undefined as long as nothing is known. */
  expectedReadMs(bytes: number): number | undefined;
};

/** What an answer may carry and still tell of the round trip alone. */
const SMALL_BYTES = 4 * 1024;
/** What a transfer must carry to tell of the speed: below that it is mostly waiting. */
const LARGE_BYTES = 256 * 1024;
/** How much the newest counts: about the last ten tell most of it. */
const SHARE_OF_NEWEST = 0.2;

/**
 * A store that remembers how long its answers took. What failed does not count: how long a place takes to say no, or to say nothing,
 * is not how fast it is.
 * @param nowMs milliseconds that only grow
 */
export function measured(store: Store, nowMs: () => number = () => performance.now()): MeasuredStore {
  let roundTripMs: number | undefined;
  let spreadMs: number | undefined;
  let downBytesPerSecond: number | undefined;
  let upBytesPerSecond: number | undefined;
  let answers = 0;

  function tookRoundTrip(ms: number): void {
    spreadMs = roundTripMs === undefined ? ms / 2 : moved(spreadMs, Math.abs(ms - roundTripMs));
    roundTripMs = moved(roundTripMs, ms);
  }

  async function timed<T>(work: () => Promise<T>, learn: (ms: number, result: T) => void): Promise<T> {
    const startMs = nowMs();
    const result = await work();
    answers++;
    learn(nowMs() - startMs, result);
    return result;
  }

  /** @returns undefined when the time says nothing about the speed */
  function speedOf(bytes: number, ms: number): number | undefined {
    if (bytes < LARGE_BYTES) return undefined;
    return (bytes * 1000) / Math.max(ms - (roundTripMs ?? 0), 1);
  }

  const figures = (): StoreFigures => ({
    roundTripMs,
    spreadMs,
    downBytesPerSecond,
    upBytesPerSecond,
    answers,
  });

  return {
    ...store,
    figures,
    expectedReadMs(bytes) {
      const startMs = roundTripMs;
      if (downBytesPerSecond === undefined) return bytes < LARGE_BYTES ? startMs : undefined;
      return (startMs ?? 0) + (bytes * 1000) / downBytesPerSecond;
    },
    size: (kind, name, signal) => timed(() => store.size(kind, name, signal), tookRoundTrip),
    read: (kind, name, range, signal) =>
      timed(
        () => store.read(kind, name, range, signal),
        (ms, { length }) => {
          if (length <= SMALL_BYTES) tookRoundTrip(ms);
          downBytesPerSecond = moved(downBytesPerSecond, speedOf(length, ms));
        },
      ),
    write: (kind, name, bytes, signal) =>
      timed(
        () => store.write(kind, name, bytes, signal),
        (ms) => {
          upBytesPerSecond = moved(upBytesPerSecond, speedOf(bytes.length, ms));
        },
      ),
  };
}

function moved(known: number | undefined, newest: number | undefined): number | undefined {
  if (newest === undefined || known === undefined) return newest ?? known;
  return known + SHARE_OF_NEWEST * (newest - known);
}
