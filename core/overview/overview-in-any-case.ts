import type { Overview } from "../../shared/model/overview.ts";
import { NOTHING_WATCHED } from "../../shared/model/overview-health.ts";
import type { Clock } from "../clock.ts";

/**
 * For a tray or a health page, which have nobody to tell an error: when the catalog cannot be read, what was known last is shown, as
 * `unknown`.
 *
 * @param onError told why
 */
export function overviewInAnyCase(
  get: () => Overview,
  clock: Clock,
  onError: (error: unknown) => void,
): () => Overview {
  let last: Overview | undefined;
  return () => {
    try {
      last = get();
      return last;
    } catch (error) {
      onError(error);
      const known = last ?? nothing(clock.nowMs());
      return {
        ...known,
        sources: known.sources.map((status) => ({ ...status, protection: "unknown" })),
        health: {
          ...known.health,
          severity: "unknown",
          hosts: known.health.hosts.map((host) => ({ ...host, isStale: true, severity: "unknown" })),
        },
      };
    }
  };
}

function nothing(nowMs: number): Overview {
  return {
    ...{ nowMs, sources: [], repositories: [], jobs: [], nextRun: null },
    ...{ addedPerDay: [], openAlerts: 0, worstAlert: null, incidents: [], health: NOTHING_WATCHED },
    today: { startMs: nowMs, endMs: nowMs, runs: [], planned: [] },
  };
}
