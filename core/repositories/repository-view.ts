import type { WireError } from "../../shared/errors.ts";
import type { ReplicaId } from "../../shared/ids.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import { damageFoundMs, repairOf } from "../alerts/job-alerts.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import { placeKindOf } from "../places/place-location.ts";

/**
 * A repository as the contract shows it.
 * @param errorOf why a replica was out of reach at the last look
 */
export function repositoryView(
  { id, name, replicas }: RepositoryRecord,
  alerts: Pick<AlertService, "lastingMs" | "lastingSubject">,
  errorOf: (id: ReplicaId) => WireError | undefined,
): RepositoryView {
  return {
    id,
    name,
    replicas: replicas.map(({ repositoryId: _, configSum: __, ...replica }) => ({
      ...replica,
      kind: placeKindOf(replica.location),
      error: replica.reach === "unreachable" ? (errorOf(replica.id) ?? null) : null,
    })),
    damageFoundMs: damageFoundMs(alerts, id),
    repair: repairOf(alerts, id),
  };
}
