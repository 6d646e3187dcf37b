const NS_PER_MS = 1_000_000n;

/** @returns whole milliseconds since 1970, rounded down, before 1970 too */
export function timeMsOf(timeNs: bigint): number {
  const belowMs = timeNs % NS_PER_MS;
  return Number((timeNs - (belowMs < 0n ? belowMs + NS_PER_MS : belowMs)) / NS_PER_MS);
}
