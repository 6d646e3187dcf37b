import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { RepositoryId } from "../../../shared/ids.ts";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { Button } from "../button.tsx";
import { ErrorNote } from "../error-note.tsx";

type AfterRepairProps = { readonly repositoryId: RepositoryId; readonly isBackupFirst: boolean };

/** What is to be done after a repair: the backups of the repository's plans, then a check that reads everything. */
export function AfterRepair({ repositoryId, isBackupFirst }: AfterRepairProps) {
  const { t } = useTranslation("repair");
  const navigate = useNavigate();
  const plans = useCall("plans.list", {});
  const run = useAct("plans.run");
  const check = useAct("repositories.check");
  const [isRunning, setIsRunning] = useState(false);
  const planIds =
    plans.kind === "ready"
      ? plans.value.plans
          .filter(({ plan }) => plan.repositoryId === repositoryId && !plan.isPaused)
          .map(({ plan }) => plan.id)
      : [];
  const isUnderWay =
    plans.kind === "ready" &&
    plans.value.plans.some(({ plan, currentRun }) => planIds.includes(plan.id) && currentRun !== null);
  const backUp = async () => {
    setIsRunning(true);
    for (const planId of planIds) if ((await run.run({ planId })) === undefined) break; // the error is shown
    setIsRunning(false);
  };
  const checkAll = async () => {
    const job = await check.run({ repositoryId, readDataPercent: 100 });
    if (job !== undefined) navigate(`/activity/${job.jobId}`);
  };
  return (
    <>
      <Button
        kind={isBackupFirst ? "primary" : "default"}
        icon="backups"
        isBusy={isRunning || isUnderWay}
        onClick={() => void backUp()}
        {...(plans.kind === "ready" && planIds.length === 0 ? { offBecause: t("noPlan") } : {})}
      >
        {t("backUp")}
      </Button>
      <Button
        kind={isBackupFirst ? "default" : "primary"}
        isBusy={check.isRunning}
        onClick={() => void checkAll()}
      >
        {t("check")}
      </Button>
      {run.error !== undefined && <ErrorNote error={run.error} />}
      {check.error !== undefined && <ErrorNote error={check.error} />}
    </>
  );
}
