import type { Output } from "../../../shared/api/methods.ts";
import type { WireError } from "../../../shared/errors.ts";
import type { RepositoryId } from "../../../shared/ids.ts";
import { useAct } from "../../host/use-act.ts";
import type { ReplicaPlace } from "./use-replica-place.ts";

export type AddReplica = {
  /** Makes a copy there, or takes the one that is there. @returns undefined when that failed, then `error` says how */
  readonly run: (place: ReplicaPlace) => Promise<Output<"replicas.add"> | undefined>;
  readonly isRunning: boolean;
  readonly error: WireError | undefined;
  readonly clearError: () => void;
};

/** What is there decides whether a copy is made or taken. */
export function useAddReplica(repositoryId: RepositoryId): AddReplica {
  const add = useAct("replicas.add");
  const adopt = useAct("replicas.adopt");
  return {
    run: async ({ where: location, name, use }) => {
      if (location === undefined) return undefined;
      const input = { repositoryId, name, location };
      return use === "existing" ? await adopt.run(input) : await add.run(input);
    },
    isRunning: add.isRunning || adopt.isRunning,
    error: add.error ?? adopt.error,
    clearError: () => {
      add.clearError();
      adopt.clearError();
    },
  };
}
