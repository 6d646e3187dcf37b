/** What is foretold, and how surely. */

/**
 * `expected`: it happens at the times given. `not-coming`: the trend leads elsewhere, or so far away that nobody can say.
 * `not-enough-data`: too few readings, over too short a time, or too uneven. `none`: there is nothing to foretell.
 */
export const FORECAST_KINDS = ["expected", "not-coming", "not-enough-data", "none"] as const;
export type ForecastKind = (typeof FORECAST_KINDS)[number];
