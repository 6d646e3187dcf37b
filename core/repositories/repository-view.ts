import type { RepositoryView } from "../../shared/model/repository.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import { damageFoundMs, repairOf } from "../alerts/job-alerts.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import { placeKindOf } from "../places/place-location.ts";

/** A repository as the contract shows it. */
export function repositoryView(
  { id, name, replicas }: RepositoryRecord,
  alerts: Pick<AlertService, "lastingMs" | "lastingSubject">,
): RepositoryView {
  return {
    id,
    name,
    replicas: replicas.map(({ repositoryId: _, configSum: __, ...replica }) => ({
      ...replica,
      kind: placeKindOf(replica.location),
    })),
    damageFoundMs: damageFoundMs(alerts, id),
    repair: repairOf(alerts, id),
  };
}
