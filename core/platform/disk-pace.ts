/** What a piece may take whatever its size, and what its bytes may: a thread that waits longer loses more than copying into the cache costs. */
const PATIENCE_MS = 8;
const SLOW_BYTES_PER_SECOND = 400 * 1024 * 1024;
/** Pieces that go the usual way after the first slow one, and after many. */
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 64;

/**
 * Decides piece by piece whether to write past the page cache. Whoever does so waits for the disk, so it pays only while the
 * disk keeps up; a hard disk, or one that others are using, would make a restore several times as long.
 */
export type DiskPace = {
  /** Whether the next piece should go past the cache. */
  isNextDirect(): boolean;
  /** Tells how long one took that did. */
  took(bytes: number, milliseconds: number): void;
};

export function createDiskPace(): DiskPace {
  let pause = FIRST_PAUSE;
  let left = 0;
  return {
    isNextDirect() {
      if (left === 0) return true;
      left -= 1;
      return false;
    },
    took(bytes, milliseconds) {
      const isSlow = milliseconds > PATIENCE_MS + (bytes / SLOW_BYTES_PER_SECOND) * 1000;
      left = isSlow ? pause : 0;
      pause = isSlow ? Math.min(pause * 2, LONGEST_PAUSE) : Math.max(pause / 2, FIRST_PAUSE);
    },
  };
}
