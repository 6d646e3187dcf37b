import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PlanId, RepositoryId, SourceId, WatchedHostId } from "../../../shared/ids.ts";
import type { Alert } from "../../../shared/model/alert.ts";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { AfterRepairOfJob } from "../../components/repair/after-repair-of-job.tsx";
import { RepairOfJob } from "../../components/repair/repair-of-job.tsx";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import styles from "./alert-links.module.css";
import { ChangeLinks } from "./change-links.tsx";
import { RotLinks } from "./rot-links.tsx";

/** What can be done about an alert's cause, and where to read more. Once it is over, only the latter. */
export function AlertLinks({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation(["alerts", "telling"]);
  const navigate = useNavigate();
  const { subject, resolvedMs } = alert;
  const lasts = resolvedMs === null;
  switch (subject.code) {
    case "JOB_FAILED":
    case "JOB_HAD_PROBLEMS":
      return (
        <>
          {lasts && subject.kind === "backup" && subject.planId !== null && (
            <RunPlan planId={subject.planId} />
          )}
          {lasts && subject.code === "JOB_HAD_PROBLEMS" && subject.kind === "check" && (
            <RepairOfJob jobId={subject.jobId} name={subject.about} />
          )}
          {lasts && subject.code === "JOB_HAD_PROBLEMS" && subject.kind === "repair" && (
            <AfterRepairOfJob
              jobId={subject.jobId}
              isBackupFirst={subject.problemCount > 0}
              hasPrimary={false}
            />
          )}
          <Button onClick={() => navigate(`/activity/${subject.jobId}`)}>{t("openJob")}</Button>
        </>
      );
    case "CHANGE_SUSPICIOUS":
      return <ChangeLinks subject={subject} lasts={lasts} />;
    case "SOURCE_ROTTED":
      return <RotLinks subject={subject} lasts={lasts} />;
    case "SOURCE_OVERDUE":
      return <OverdueLinks sourceId={subject.sourceId} lasts={lasts} />;
    case "REPOSITORY_UNREACHABLE":
      return (
        <>
          {lasts && <LookAgain repositoryId={subject.repositoryId} />}
          <Button onClick={() => navigate(`/settings/repositories`)}>{t("openRepository")}</Button>
        </>
      );
    case "REPLICA_SWITCHED":
    case "HOOK_FAILED":
    case "FAILOVER_STUCK":
    case "PLAN_TAKEN_OVER":
    case "PLAN_NOT_TAKEN_OVER":
    case "REPLICA_DAMAGED":
    case "PLACEMENT_UNMET":
    case "DRILL_FAILED":
    case "DRILL_OVERDUE":
      return (
        <Button onClick={() => navigate(`/failover/${subject.repositoryId}`)}>{t("openFailover")}</Button>
      );
    case "PLAN_HOOK_FAILED":
      return <Button onClick={() => navigate(`/activity/${subject.jobId}`)}>{t("openJob")}</Button>;
    case "DISK_TROUBLE":
      return <ShowStorage address={`disk/${subject.subjectId}`} word={t("openDisk")} />;
    case "ARRAY_TROUBLE":
    case "CONTROLLER_TROUBLE":
      return <ShowStorage address={`host/${subject.hostId}/${subject.subjectId}`} word={t("openHost")} />;
    case "VOLUME_FULL":
      return <ShowStorage address={`host/${subject.hostId}`} word={t("openHost")} />;
    case "HOST_SILENT":
    case "HEALTH_NOT_READ":
      return (
        <>
          {lasts && <CheckHost hostId={subject.hostId} />}
          <ShowStorage address={`host/${subject.hostId}`} word={t("openHost")} />
        </>
      );
    case "CHANNEL_FAILING":
      return <Button onClick={() => navigate("/alerts/channels")}>{t("telling:rules.toChannels")}</Button>;
  }
}

function OverdueLinks({ sourceId, lasts }: { readonly sourceId: SourceId; readonly lasts: boolean }) {
  const { t } = useTranslation("alerts");
  const navigate = useNavigate();
  const plans = useCall("plans.list", {});
  const plan =
    plans.kind === "ready"
      ? plans.value.plans.find((view) => view.plan.sourceIds.includes(sourceId))?.plan
      : undefined;
  if (plan === undefined) return null;
  return (
    <>
      {lasts && <RunPlan planId={plan.id} />}
      <Button onClick={() => navigate(`/backups?plan=${plan.id}`)}>{t("openPlan")}</Button>
    </>
  );
}

function ShowStorage({ address, word }: { readonly address: string; readonly word: string }) {
  const navigate = useNavigate();
  return <Button onClick={() => navigate(`/storage/${address}`)}>{word}</Button>;
}

function CheckHost({ hostId }: { readonly hostId: WatchedHostId }) {
  const { t } = useTranslation("alerts");
  const check = useAct("health.checkNow");
  return (
    <>
      <Button isBusy={check.isRunning} onClick={() => void check.run({ hostId })}>
        {t("lookAgain")}
      </Button>
      {check.error !== undefined && (
        <div className={styles.error}>
          <ErrorNote error={check.error} />
        </div>
      )}
    </>
  );
}

function RunPlan({ planId }: { readonly planId: PlanId }) {
  const { t } = useTranslation("alerts");
  const run = useAct("plans.run");
  return (
    <>
      <Button icon="backups" isBusy={run.isRunning} onClick={() => void run.run({ planId })}>
        {t("runNow")}
      </Button>
      {run.error !== undefined && (
        <div className={styles.error}>
          <ErrorNote error={run.error} />
        </div>
      )}
    </>
  );
}

function LookAgain({ repositoryId }: { readonly repositoryId: RepositoryId }) {
  const { t } = useTranslation("alerts");
  const refresh = useAct("repositories.refresh");
  return (
    <>
      <Button isBusy={refresh.isRunning} onClick={() => void refresh.run({ repositoryId })}>
        {t("lookAgain")}
      </Button>
      {refresh.error !== undefined && (
        <div className={styles.error}>
          <ErrorNote error={refresh.error} />
        </div>
      )}
    </>
  );
}
