import type { JobId } from "../../../shared/ids.ts";
import { useCall } from "../../host/use-call.ts";
import { RepairButton } from "./repair-button.tsx";

type RepairOfJobProps = {
  /** The check that found the damage. */
  readonly jobId: JobId;
  /** Of the repository. */
  readonly name: string;
  readonly kind?: "primary" | "default";
};

/** Offers to repair what a check found; nothing while it is not known, or not any more, of which repository that was. */
export function RepairOfJob({ jobId, name, kind }: RepairOfJobProps) {
  const job = useCall("jobs.get", { jobId });
  if (job.kind !== "ready" || job.value.repositoryId === null) return null;
  return (
    <RepairButton
      repositoryId={job.value.repositoryId}
      name={name}
      {...(kind === undefined ? {} : { kind })}
    />
  );
}
