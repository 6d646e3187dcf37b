import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../shared/format/printable.ts";
import type { JobView } from "../../shared/model/job.ts";
import { useAct } from "../host/use-act.ts";
import { useProgress } from "../host/use-progress.ts";
import { Button } from "./button.tsx";
import { ErrorNote } from "./error-note.tsx";
import { phasesOf, shareDone } from "./job-phases.ts";
import styles from "./job-progress.module.css";
import { MiddleText } from "./middle-text.tsx";
import { Sparkline } from "./sparkline.tsx";
import { useFormat } from "./use-format.ts";

type JobProgressProps = {
  readonly job: JobView;
  /** What it works on, like a plan's or a source's name. */
  readonly name: string;
  /** Where to, since when. */
  readonly caption?: ReactNode;
  /** Cancels something larger than this job, like the run of a plan. */
  readonly onCancel?: () => void;
  readonly isCancelling?: boolean;
};

/** A job that runs or waits: its phases as a divided bar, its numbers, the file it is at, and how to stop it. */
export function JobProgress({ job, name, caption, onCancel, isCancelling = false }: JobProgressProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useAct("jobs.cancel");
  const pause = useAct("jobs.setPaused");
  const live = useProgress(job);
  const progress = live?.progress;
  const share = progress === undefined ? undefined : shareDone(progress);
  const isBusy = isCancelling || cancel.isRunning;
  return (
    <section className={styles.job} aria-label={t("progress.bar", { name })}>
      <div className={styles.head}>
        <h2>{name}</h2>
        <span className={styles.caption}>{caption}</span>
        {job.state === "running" && (
          <Button
            size="small"
            isBusy={pause.isRunning}
            onClick={() => void pause.run({ jobId: job.id, isPaused: !job.isPaused })}
          >
            {t(job.isPaused ? "progress.resume" : "progress.pause")}
          </Button>
        )}
        <Button size="small" isBusy={isBusy} onClick={onCancel ?? (() => void cancel.run({ jobId: job.id }))}>
          {t("cancel")}
        </Button>
      </div>
      <PhasesBar job={job} share={share} />
      {progress !== undefined && (
        <>
          <dl className={styles.numbers}>
            <Amount word={t("progress.files")} value={format.count(progress.filesDone)}>
              {progress.filesTotal !== null && t("of", { total: format.count(progress.filesTotal) })}
            </Amount>
            <Amount
              word={t(job.kind === "restore" ? "progress.written" : "progress.read")}
              value={format.bytes(progress.bytesDone)}
            >
              {progress.bytesTotal !== null && t("of", { total: format.bytes(progress.bytesTotal) })}
            </Amount>
            {progress.bytesStored !== null && (
              <Amount word={t("progress.stored")} value={format.bytes(progress.bytesStored)} />
            )}
            {progress.bytesPerSecond !== null && !job.isPaused && (
              <Amount word={t("progress.speed")} value={format.speed(progress.bytesPerSecond)}>
                <Sparkline
                  values={live?.speeds ?? []}
                  label={t("progress.speedChart")}
                  width={84}
                  height={22}
                  beginsAtZero
                  tone="accent"
                />
              </Amount>
            )}
            {progress.remainingMs !== null && !job.isPaused && (
              <Amount word={t("progress.timeLeft")} value={format.runTime(progress.remainingMs)} />
            )}
            {progress.problemCount > 0 && (
              <Amount
                word={t(job.kind === "backup" ? "progress.unreadable" : "progress.problems")}
                value={format.count(progress.problemCount)}
                isWarning
              />
            )}
          </dl>
          <p className={styles.path}>
            {progress.currentPath !== null && <MiddleText text={printable(progress.currentPath)} />}
          </p>
        </>
      )}
      {cancel.error !== undefined && <ErrorNote error={cancel.error} />}
      {pause.error !== undefined && <ErrorNote error={pause.error} />}
    </section>
  );
}

type PhasesBarProps = { readonly job: JobView; readonly share: number | undefined };

function PhasesBar({ job, share }: PhasesBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useProgress(job);
  const phases = phasesOf(job, live?.progress.phase);
  const percent = share === undefined ? undefined : Math.floor(share * 100);
  return (
    <div
      className={styles.phases}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={t(`jobKind.${job.kind}`)}
      {...(percent === undefined ? {} : { "aria-valuenow": percent })}
    >
      {phases.map(({ phase, state }) => (
        <div key={phase} className={styles.phase} data-state={state} data-main={state === "now"}>
          <i
            style={{
              transform: `scaleX(${state === "done" ? 1 : state === "now" ? (share ?? 0) : 0})`,
            }}
          />
          <span>
            {format.facts([
              t(`phase.${phase}`),
              ...(state === "now" && share !== undefined ? [format.percent(share)] : []),
              ...(state === "now" && job.isPaused ? [t("progress.paused")] : []),
            ])}
          </span>
        </div>
      ))}
    </div>
  );
}

type AmountProps = {
  readonly word: string;
  readonly value: string;
  readonly children?: ReactNode;
  readonly isWarning?: boolean;
};

function Amount({ word, value, children, isWarning = false }: AmountProps) {
  return (
    <div className={styles.amount} data-warning={isWarning}>
      <dt>{word}</dt>
      <dd>
        {value} <small>{children}</small>
      </dd>
    </div>
  );
}
