type ForecastFacts = {
  readonly nowMs: number;
  /** What is used now, of `size`. */
  readonly used: number;
  /** When all is used; null: not within any time that can be told. */
  readonly fullMs: number | null;
  readonly size: number;
  /** Where the picture ends. */
  readonly toMs: number;
};

/** A straight line from now to where it is full, cut off at the end of the picture; what is full stays full. */
export function forecastLine({
  nowMs,
  used,
  fullMs,
  size,
  toMs,
}: ForecastFacts): readonly { readonly timeMs: number; readonly value: number }[] {
  const start = { timeMs: nowMs, value: used };
  if (fullMs === null) return [start, { timeMs: toMs, value: used }];
  if (fullMs <= nowMs)
    return [
      { timeMs: nowMs, value: size },
      { timeMs: toMs, value: size },
    ];
  const perMs = (size - used) / (fullMs - nowMs);
  if (fullMs >= toMs) return [start, { timeMs: toMs, value: used + perMs * (toMs - nowMs) }];
  return [start, { timeMs: fullMs, value: size }, { timeMs: toMs, value: size }];
}
