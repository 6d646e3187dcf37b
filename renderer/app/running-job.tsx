import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { JobView } from "../../shared/model/job.ts";
import { shareDone } from "../components/job-phases.ts";
import { useFormat } from "../components/use-format.ts";
import { VerdictShape } from "../components/verdict.tsx";
import { useProgress } from "../host/use-progress.ts";
import styles from "./rail.module.css";

type RunningJobProps = {
  readonly jobs: readonly JobView[];
  readonly nameOf: (job: JobView) => string;
  readonly isNarrow: boolean;
};

/** The first job that runs, or waits, with how far it is. */
export function RunningJob({ jobs, nameOf, isNarrow }: RunningJobProps) {
  const { t } = useTranslation("shell");
  const { t: common } = useTranslation();
  const format = useFormat();
  const job = jobs.find(({ state }) => state === "running") ?? jobs[0];
  const progress = useProgress(job)?.progress;
  if (job === undefined) return null;
  const share = progress && shareDone(progress);
  const name = nameOf(job);
  const percent = share === undefined ? "" : format.percent(share);
  const note =
    job.state === "queued"
      ? t("waitsForTurn")
      : job.isPaused
        ? common("progress.paused")
        : progress?.remainingMs != null
          ? t("timeLeft", { time: format.runTime(progress.remainingMs) })
          : common(`jobKind.${job.kind}`);
  const others = jobs.length - 1;
  const address = job.kind === "backup" ? "/backups" : `/activity/${job.id}`;
  return (
    <Link to={address} className={styles.job} title={isNarrow ? `${name} ${percent}` : undefined}>
      <span className={styles.jobHead}>
        <span className={styles.jobName}>
          {isNarrow ? <VerdictShape verdict="working" size={12} label={name} /> : name}
        </span>
        <span>{percent}</span>
      </span>
      <span className={styles.bar} data-unknown={share === undefined}>
        <i style={{ transform: `scaleX(${share ?? 0})` }} />
      </span>
      <span className={styles.jobNote}>
        {note}
        {others > 0 && `, ${t("moreJobs", { count: others })}`}
      </span>
    </Link>
  );
}
