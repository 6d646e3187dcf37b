import { isBackstayError } from "../../../shared/errors.ts";
import type { WatchedHostId } from "../../../shared/ids.ts";
import type { AlertSubject } from "../../../shared/model/alert.ts";
import type { HealthService } from "./health-service.ts";

/**
 * One acknowledgement for one thing: whoever acknowledges the alert about a disk, an array or a controller has seen the thing itself.
 * Disks that an alert about their array names are seen with it. The other way round is `acknowledgeAlerts`. An alert about anything else, or about what was forgotten meanwhile, changes nothing.
 */
export function acknowledgeSubject(
  health: Pick<HealthService, "acknowledge">,
  subject: AlertSubject,
  onChange: (hostId: WatchedHostId) => void,
): void {
  if (!("subjectId" in subject)) return;
  const lost = subject.code === "ARRAY_TROUBLE" ? (subject.lostDisks ?? []) : [];
  for (const { subjectId } of [subject, ...lost]) {
    try {
      onChange(health.acknowledge(subjectId).hostId);
    } catch (error) {
      if (!isBackstayError(error, "HEALTH_SUBJECT_NOT_FOUND")) throw error;
    }
  }
}
