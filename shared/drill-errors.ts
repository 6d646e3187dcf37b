/** Errors of rehearsed failures. */
export type DrillErrorDetails = {
  DRILL_NOT_FOUND: Record<string, never>;
  DRILL_REFUSED: { reason: DrillRefusal };
  /** What is called vital lies in no folder of the source, so no backup of it could hold it. */
  VITAL_PATH_OUTSIDE: { path: string; source: string };
};
export type DrillErrorCode = keyof DrillErrorDetails;

/**
 * Why a drill is not begun, or has no report yet. `busy`: one of the same repository runs. `no-standby`: nobody could take over.
 * `not-healthy`: backups are moving, or not where they usually are. `not-over`: it runs still.
 */
export type DrillRefusal = "busy" | "no-standby" | "not-healthy" | "not-over";
