import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RepositoryId } from "../../../shared/ids.ts";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { Button } from "../button.tsx";
import { ErrorNote } from "../error-note.tsx";
import { CheckEverything } from "./check-everything.tsx";

type AfterRepairProps = {
  readonly repositoryId: RepositoryId;
  readonly isBackupFirst: boolean;
  /** One of the two is a page's primary button. */
  readonly hasPrimary?: boolean;
  readonly size?: "normal" | "small";
};

/** What is to be done after a repair: the backups of the repository's plans, then a check that reads everything. */
export function AfterRepair({
  repositoryId,
  isBackupFirst,
  hasPrimary = true,
  size = "normal",
}: AfterRepairProps) {
  const { t } = useTranslation("repair");
  const plans = useCall("plans.list", {});
  const run = useAct("plans.run");
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
  return (
    <>
      <Button
        kind={hasPrimary && isBackupFirst ? "primary" : "default"}
        size={size}
        icon="backups"
        isBusy={isRunning || isUnderWay}
        onClick={() => void backUp()}
        {...(plans.kind === "ready" && planIds.length === 0 ? { offBecause: t("noPlan") } : {})}
      >
        {t("backUp")}
      </Button>
      <CheckEverything
        repositoryId={repositoryId}
        kind={hasPrimary && !isBackupFirst ? "primary" : "default"}
        size={size}
      />
      {run.error !== undefined && <ErrorNote error={run.error} />}
    </>
  );
}
