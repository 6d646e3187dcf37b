import type { DiskView } from "../../../../shared/model/health-view.ts";

/** How warm a disk is now, in °C; null where that is not known, as of one that sleeps, is gone, or was read too long ago. */
export function temperatureNow({ metrics, isAsleep, isVanished, isStale }: DiskView): number | null {
  return isAsleep || isVanished || isStale ? null : metrics.temperatureC;
}
