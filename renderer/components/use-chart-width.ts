import { useElementSize } from "@mantine/hooks";

/**
 * How much room there is for a chart across the page. Until that is known it would be drawn as narrow as it can be: `unmeasured`, for
 * its `<svg>`, keeps it out of sight and says that it is not ready.
 */
export function useChartWidth() {
  const { ref, width } = useElementSize();
  const unmeasured = width === 0 ? ({ visibility: "hidden", "aria-busy": true } as const) : {};
  return { ref, width, unmeasured };
}
