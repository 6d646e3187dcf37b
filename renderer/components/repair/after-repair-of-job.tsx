import type { JobId } from "../../../shared/ids.ts";
import { useCall } from "../../host/use-call.ts";
import { AfterRepair } from "./after-repair.tsx";

type AfterRepairOfJobProps = {
  /** The repair. */
  readonly jobId: JobId;
  readonly isBackupFirst: boolean;
  readonly hasPrimary?: boolean;
};

/** Offers what comes after a repair; nothing while it is not known, or not any more, of which repository that was. */
export function AfterRepairOfJob({ jobId, isBackupFirst, hasPrimary = true }: AfterRepairOfJobProps) {
  const job = useCall("jobs.get", { jobId });
  if (job.kind !== "ready" || job.value.repositoryId === null) return null;
  const { repositoryId } = job.value;
  return <AfterRepair {...{ repositoryId, isBackupFirst, hasPrimary }} />;
}
