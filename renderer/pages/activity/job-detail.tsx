import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { JobId } from "../../../shared/ids.ts";
import type { JobView } from "../../../shared/model/job.ts";
import { Band } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { JobProgress } from "../../components/job-progress.tsx";
import { RenamedEntries } from "../../components/renamed-entries.tsx";
import { useFormat } from "../../components/use-format.ts";
import { Waiting } from "../../components/waiting.tsx";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { BeganByItself } from "./automatic-acts.tsx";
import styles from "./job-detail.module.css";
import { isGoing } from "./job-filter.ts";
import { JobShape } from "./job-list.tsx";
import { JobLog } from "./job-log.tsx";
import { JobMoment } from "./job-moment.tsx";
import { JobNumbers } from "./job-numbers.tsx";
import { JobProblems } from "./job-problems.tsx";
import { RepairDamage } from "./repair-damage.tsx";
import { RepairNext } from "./repair-next.tsx";
import { useJobTitles } from "./use-job-titles.ts";

/** One job by its id, which may come from a link and be of a job that is forgotten. */
export function JobDetail({ jobId }: { readonly jobId: JobId }) {
  const { t } = useTranslation("activity");
  const job = useCall("jobs.get", { jobId });
  if (job.kind === "ready") return <Job key={jobId} job={job.value} />;
  return (
    <div className={styles.detail}>
      {job.kind === "loading" ? (
        <Waiting rows={5} />
      ) : job.error.code === "JOB_NOT_FOUND" ? (
        <Empty icon="activity" title={t("notFound")}>
          {t("notFoundText")}
        </Empty>
      ) : (
        <ErrorNote error={job.error} onRetry={job.retry} />
      )}
    </div>
  );
}

function Job({ job }: { readonly job: JobView }) {
  const { t } = useTranslation("activity");
  const { t: common } = useTranslation();
  const { t: kept } = useTranslation("keptBeside");
  const title = useJobTitles()(job);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a job may have nothing in it to go to by keys
    <article className={styles.detail} data-region="detail" aria-labelledby="job-title" tabIndex={0}>
      <header className={styles.head}>
        <JobShape job={job} size={22} />
        <div>
          <h2 id="job-title">{title}</h2>
          <p>
            <JobTimes job={job} />
          </p>
        </div>
        <JobActions job={job} />
      </header>
      <BeganByItself job={job} />
      {isGoing(job) && (
        <JobProgress job={job} name={job.isPaused ? common("progress.paused") : t(`state.${job.state}`)} />
      )}
      {job.error !== null && job.state === "failed" && <ErrorNote error={job.error} />}
      {job.state === "interrupted" && <p className={styles.note}>{t("interruptedText")}</p>}
      {job.kind === "repair" && job.repositoryId !== null && job.counts !== null && (
        <RepairNext repositoryId={job.repositoryId} problemCount={job.problemCount} />
      )}
      {job.kind === "check" && job.problemCount > 0 && <RepairDamage job={job} />}
      {job.problemCount > 0 && <JobProblems job={job} />}
      {job.moment !== undefined && <JobMoment moment={job.moment} />}
      {job.renamed.length > 0 && (
        <Band heading={kept("heading")} caption={kept("caption")}>
          <RenamedEntries job={job} />
        </Band>
      )}
      {job.counts !== null && <JobNumbers counts={job.counts} />}
      <JobLog job={job} />
    </article>
  );
}

function JobTimes({ job }: { readonly job: JobView }) {
  const { t } = useTranslation("activity");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { startedMs, endedMs, createdMs, attempt, state } = job;
  const parts: string[] = [];
  if (state === "queued") parts.push(t("queuedAt", { at: format.momentInText(createdMs) }));
  else {
    parts.push(job.isPaused ? common("progress.paused") : t(`state.${state}`));
    parts.push(
      startedMs === null ? t("neverStarted") : t("startedAt", { at: format.momentInText(startedMs) }),
    );
    if (startedMs !== null && endedMs !== null)
      parts.push(t("took", { time: format.runTime(endedMs - startedMs) }));
  }
  if (attempt > 1) parts.push(t("attempt", { number: attempt }));
  return parts.join(" · ");
}

function JobActions({ job }: { readonly job: JobView }) {
  const { t } = useTranslation("activity");
  const navigate = useNavigate();
  const restart = useAct("jobs.restart");
  const again = async () => {
    const started = await restart.run({ jobId: job.id });
    if (started !== undefined) navigate(`/activity/${started.jobId}`);
  };
  const isUndone = job.state === "failed" || job.state === "cancelled" || job.state === "interrupted";
  return (
    <div className={styles.actions}>
      {isUndone && (
        <Button size="small" isBusy={restart.isRunning} onClick={() => void again()}>
          {t("startAgain")}
        </Button>
      )}
      {job.planId !== null && (
        <Button size="small" kind="quiet" onClick={() => navigate(`/backups/${job.planId}`)}>
          {t("openPlan")}
        </Button>
      )}
      {restart.error !== undefined && (
        <div className={styles.actionError}>
          <ErrorNote error={restart.error} />
        </div>
      )}
    </div>
  );
}
