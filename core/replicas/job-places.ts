/** Which replicas a job works on, by what it was asked for with. */
import { z } from "zod";
import { BackstayError, type WireError } from "../../shared/errors.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import { type ErrorFault, faultOfError } from "../failover/heartbeat/fault-of-error.ts";
import type { JobRecord } from "../jobs/job.ts";

const Place = z.looseObject({ location: z.string() });
const OfRepository = z.looseObject({ repository: Place });
const OfTarget = z.looseObject({ target: Place });

/** Where the repository is that a job works on. */
export function locationOf({ input }: Pick<JobRecord, "input">): string | undefined {
  return OfRepository.safeParse(input).data?.repository.location;
}

/** Where a job copies to. */
export function targetOf({ input }: Pick<JobRecord, "input">): string | undefined {
  return OfTarget.safeParse(input).data?.target.location;
}

/** The input of a job with its repository somewhere else. */
export function movedTo(input: unknown, repository: object): unknown {
  return { ...OfRepository.parse(input), repository };
}

export function replicaAt(
  { replicas }: RepositoryRecord,
  location: string | undefined,
): ReplicaRecord | undefined {
  return replicas.find((replica) => replica.location === location);
}

/** What an error that ended a job says of the place that it was met on; undefined when it says nothing, or not of which place. */
export function faultOfJob(
  job: Pick<JobRecord, "kind" | "input">,
  error: WireError | undefined,
  repository: RepositoryRecord,
): (ErrorFault & { readonly replica: ReplicaRecord }) | undefined {
  if (error === undefined) return undefined;
  const fault = faultOfError(new BackstayError(error.code, error.details as never));
  if (fault === undefined) return undefined;
  const named = z.object({ location: z.string() }).safeParse(error.details).data?.location;
  const replica =
    targetOf(job) === undefined ? replicaAt(repository, locationOf(job)) : replicaAt(repository, named);
  return replica === undefined ? undefined : { ...fault, replica };
}
