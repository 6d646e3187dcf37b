export type Point = { readonly x: number; readonly y: number };

const MARGIN = 3;

/**
 * Where the values of a sparkline lie in its picture.
 *
 * @returns pixels from the upper left corner, to a tenth; a single value, or values that are all the same, lie in the middle
 */
export function sparklinePoints(
  values: readonly number[],
  { width, height, beginsAtZero }: { width: number; height: number; beginsAtZero: boolean },
): readonly Point[] {
  const lowest = beginsAtZero ? Math.min(0, ...values) : Math.min(...values);
  const highest = Math.max(...values);
  const step = values.length > 1 ? (width - 2 * MARGIN) / (values.length - 1) : 0;
  return values.map((value, n) => {
    const share = highest === lowest ? 0.5 : (value - lowest) / (highest - lowest);
    return { x: tenth(MARGIN + n * step), y: tenth(height - MARGIN - share * (height - 2 * MARGIN)) };
  });
}

/** @returns the line through the points, as `d` of an SVG path */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, n) => `${n === 0 ? "M" : "L"}${x} ${y}`).join("");
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
