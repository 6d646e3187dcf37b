/** Waits until changes have come to rest, but not for ever. */
export type Settling = {
  note(nowMs: number): void;
  /** @returns whether they have; then they are forgotten */
  takeSettled(nowMs: number): boolean;
  readonly isPending: boolean;
};

/**
 * @param quietMs without a change for so long, they have come to rest
 * @param patienceMs after so long they are taken as they are
 */
export function createSettling(quietMs: number, patienceMs: number): Settling {
  let firstMs: number | undefined;
  let lastMs = 0;
  return {
    note(nowMs) {
      firstMs ??= nowMs;
      lastMs = nowMs;
    },
    takeSettled(nowMs) {
      if (firstMs === undefined) return false;
      const wasPutBack = nowMs < lastMs; // nobody knows any more how long it has been
      if (!wasPutBack && nowMs - lastMs < quietMs && nowMs - firstMs < patienceMs) return false;
      firstMs = undefined;
      return true;
    },
    get isPending() {
      return firstMs !== undefined;
    },
  };
}
