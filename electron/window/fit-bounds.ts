import type { Bounds } from "../state/desktop-state.ts";

/** The pages are made for no less. */
export const MIN_WIDTH = 1024;
export const MIN_HEIGHT = 700;
const USUAL_WIDTH = 1440;
const USUAL_HEIGHT = 900;
/** So much of the title bar must be on a screen for a person to get hold of it. */
const GRIP = 80;

/**
 * Where the window opens: where it was, unless that screen is gone or the screens have moved; then in the middle of the first one.
 *
 * @param workAreas of the screens, the primary one first; in device-independent pixels, as all numbers here
 */
export function fitBounds(saved: Bounds | null, workAreas: readonly Bounds[]): Bounds {
  if (saved !== null) {
    const area = workAreas.find((candidate) => isWithinReach(saved, candidate));
    if (area !== undefined) return { ...saved, ...fitSize(saved, area) };
  }
  const [first] = workAreas;
  if (first === undefined) return { x: 0, y: 0, width: USUAL_WIDTH, height: USUAL_HEIGHT };
  const { width, height } = fitSize({ width: USUAL_WIDTH, height: USUAL_HEIGHT }, first);
  return {
    x: first.x + Math.max(0, Math.round((first.width - width) / 2)),
    y: first.y + Math.max(0, Math.round((first.height - height) / 2)),
    width,
    height,
  };
}

function isWithinReach(window: Bounds, area: Bounds): boolean {
  const visibleWidth = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return visibleWidth >= GRIP && window.y >= area.y && window.y <= area.y + area.height - GRIP;
}

function fitSize(size: Pick<Bounds, "width" | "height">, area: Bounds): Pick<Bounds, "width" | "height"> {
  return {
    width: Math.max(MIN_WIDTH, Math.min(size.width, area.width)),
    height: Math.max(MIN_HEIGHT, Math.min(size.height, area.height)),
  };
}
