import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { Alert } from "../../../shared/model/alert.ts";
import type { PlanView } from "../../../shared/model/plan.ts";
import { describeAlert } from "../../../shared/words/alerts.ts";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { AfterRepairOfJob } from "../../components/repair/after-repair-of-job.tsx";
import { RepairOfJob } from "../../components/repair/repair-of-job.tsx";
import { useNow } from "../../components/use-now.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import { useAct } from "../../host/use-act.ts";
import { useLanguage } from "../../words/use-language.ts";
import { addressOfDisk, addressOfHost } from "../storage/model/storage-address.ts";
import styles from "./step-list.module.css";
import type { Steps } from "./steps.ts";

type StepListProps = { readonly steps: Steps; readonly plans: readonly PlanView[] };

/** What a person should do, numbered. A step goes when its cause is gone, never by being pressed. */
export function StepList({ steps, plans }: StepListProps) {
  const { t } = useTranslation("overview");
  if (steps.shown.length === 0) return null;
  return (
    <section aria-label={t("steps.heading")} data-region="band">
      <ol className={styles.steps}>
        {steps.shown.map((alert, n) => (
          <Step key={alert.id} alert={alert} number={n + 1} plans={plans} />
        ))}
      </ol>
      {steps.others > 0 && (
        <p className={styles.others}>
          <Link to="/alerts">{t("steps.more", { count: steps.others })}</Link>
        </p>
      )}
    </section>
  );
}

type StepProps = { readonly alert: Alert; readonly number: number; readonly plans: readonly PlanView[] };

function Step({ alert, number, plans }: StepProps) {
  const language = useLanguage();
  const nowMs = useNow();
  const { title, summary, toDo } = describeAlert(
    alert.subject,
    { nowMs, resolvedMs: alert.resolvedMs },
    language,
  );
  const isOverdue = alert.subject.code === "SOURCE_OVERDUE";
  const shape = isOverdue ? "overdue" : alert.severity === "notice" ? "info" : alert.severity;
  return (
    <li className={styles.step}>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <VerdictShape verdict={shape} size={16} />
      <div className={styles.words}>
        <p className={styles.title}>{language === "zh" ? `${title}。` : `${title}.`}</p>
        <p className={styles.why}>
          {summary}
          {language === "zh" ? "" : " "}
          {toDo}
        </p>
      </div>
      <StepAction alert={alert} plans={plans} isFirst={number === 1} />
    </li>
  );
}

type StepActionProps = {
  readonly alert: Alert;
  readonly plans: readonly PlanView[];
  readonly isFirst: boolean;
};

function StepAction({ alert, plans, isFirst }: StepActionProps) {
  const { t } = useTranslation(["overview", "alerts", "changeGuard"]);
  const navigate = useNavigate();
  const run = useAct("plans.run");
  const refresh = useAct("repositories.refresh");
  const { subject } = alert;
  const kind = isFirst ? "primary" : "default";
  const error = run.error ?? refresh.error;
  const note = error !== undefined && <ErrorNote error={error} />;
  if (subject.code === "REPOSITORY_UNREACHABLE") {
    return (
      <>
        <Button
          kind={kind}
          isBusy={refresh.isRunning}
          onClick={() => void refresh.run({ repositoryId: subject.repositoryId })}
        >
          {t("steps.lookAgain")}
        </Button>
        {note}
      </>
    );
  }
  const plan = plans.find(
    (view) =>
      !view.plan.isPaused &&
      subject.code === "SOURCE_OVERDUE" &&
      view.plan.sourceIds.includes(subject.sourceId),
  );
  if (plan !== undefined) {
    return (
      <>
        <Button
          kind={kind}
          isBusy={run.isRunning || plan.currentRun !== null}
          onClick={() => void run.run({ planId: plan.plan.id })}
        >
          {t("steps.backUp")}
        </Button>
        {note}
      </>
    );
  }
  if (subject.code === "CHANGE_SUSPICIOUS" || subject.code === "SOURCE_ROTTED") {
    return (
      <Button kind={kind} onClick={() => navigate(`/alerts/${alert.id}`)}>
        {t("changeGuard:look")}
      </Button>
    );
  }
  if (
    subject.code === "REPLICA_SWITCHED" ||
    subject.code === "FAILOVER_STUCK" ||
    subject.code === "PLAN_TAKEN_OVER" ||
    subject.code === "PLAN_NOT_TAKEN_OVER"
  ) {
    return (
      <Button kind={kind} onClick={() => navigate(`/failover/${subject.repositoryId}`)}>
        {t("alerts:openFailover")}
      </Button>
    );
  }
  if (subject.code === "DISK_TROUBLE") {
    return (
      <Button kind={kind} onClick={() => navigate(addressOfDisk(subject.subjectId))}>
        {t("alerts:openDisk")}
      </Button>
    );
  }
  if (subject.code === "ARRAY_TROUBLE" || subject.code === "CONTROLLER_TROUBLE") {
    return (
      <Button kind={kind} onClick={() => navigate(addressOfHost(subject.hostId, subject.subjectId))}>
        {t("alerts:openHost")}
      </Button>
    );
  }
  const isRepaired = subject.code === "JOB_HAD_PROBLEMS" && subject.kind === "repair";
  if (isRepaired) {
    return (
      <div className={styles.actions}>
        <AfterRepairOfJob
          jobId={subject.jobId}
          isBackupFirst={subject.problemCount > 0}
          hasPrimary={isFirst}
        />
      </div>
    );
  }
  const isDamage = subject.code === "JOB_HAD_PROBLEMS" && subject.kind === "check";
  const show = (
    <Button kind={isDamage ? "default" : kind} onClick={() => navigate(`/alerts/${alert.id}`)}>
      {t("steps.show")}
    </Button>
  );
  if (!isDamage) return show;
  return (
    <div className={styles.actions}>
      <RepairOfJob jobId={subject.jobId} name={subject.about} kind={kind} />
      {show}
    </div>
  );
}
