import type { WireError } from "../../../../shared/errors.ts";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import { useAct } from "../../../host/use-act.ts";
import { rolesIn } from "./replicas-of.ts";
import { shiftedOrder } from "./shifted-order.ts";

/** Which standby takes over before which. */
export function useOrder(view: FailoverView): {
  readonly shift: (id: ReplicaId, where: "sooner" | "later") => Promise<void>;
  readonly error: WireError | undefined;
} {
  const setPriority = useAct("replicas.setPriority");
  return {
    error: setPriority.error,
    async shift(id, where) {
      for (const { replicaId, priority } of shiftedOrder(rolesIn(view).others, id, where)) {
        const { repositoryId } = view;
        if ((await setPriority.run({ repositoryId, replicaId, priority })) === undefined) return;
      }
    },
  };
}
