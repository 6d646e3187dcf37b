import { linePath, sparklinePoints } from "./sparkline-points.ts";

type SparklineProps = {
  /** The oldest first. With fewer than two there is nothing to draw. */
  readonly values: readonly number[];
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
  /** Amounts begin at zero; a course begins at its lowest value. */
  readonly beginsAtZero?: boolean;
  /** `accent` for work in progress. */
  readonly tone?: "ink" | "accent";
};

/** A trend as a thin line; its last value has a dot. */
export function Sparkline({
  values,
  label,
  width = 72,
  height = 20,
  beginsAtZero = false,
  tone = "ink",
}: SparklineProps) {
  const points = sparklinePoints(values, { width, height, beginsAtZero });
  const end = points.at(-1);
  if (end === undefined || points.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const colour = tone === "accent" ? "var(--accent)" : "var(--ink-2)";
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <path d={linePath(points)} stroke={colour} fill="none" strokeWidth="1.25" strokeLinejoin="round" />
      <circle cx={end.x} cy={end.y} r="2" fill={colour} />
    </svg>
  );
}
