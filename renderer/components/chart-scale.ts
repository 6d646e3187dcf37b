/**
 * Round values for an axis that begins at zero.
 *
 * @param highest the largest value shown; not negative
 * @param wanted how many intervals there should be, about
 * @returns 0 and up to twice `wanted` values above it; the last is at least `highest`
 */
export function niceTicks(highest: number, wanted = 2): readonly number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10]
    .map((factor) => factor * magnitude)
    .find((candidate) => candidate >= rough * 0.999);
  const by = step ?? 10 * magnitude;
  const count = Math.ceil(highest / by - 1e-9);
  return Array.from({ length: count + 1 }, (_, n) => n * by);
}

/** @returns where a value lies, when `from` lies at `at` and `to` at `end` */
export function linearScale(from: number, to: number, at: number, end: number): (value: number) => number {
  const share = to === from ? 0 : (end - at) / (to - from);
  return (value) => Math.round((at + (value - from) * share) * 10) / 10;
}
