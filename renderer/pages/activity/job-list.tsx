import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { JobId } from "../../../shared/ids.ts";
import type { JobView } from "../../../shared/model/job.ts";
import { Icon } from "../../components/icon.tsx";
import { shareDone } from "../../components/job-phases.ts";
import { useFormat } from "../../components/use-format.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import { VirtualRows, type VirtualRowsHandle } from "../../components/virtual-rows.tsx";
import { useProgress } from "../../host/use-progress.ts";
import styles from "./job-list.module.css";
import { useJobSummary, verdictOfJob } from "./job-summary.ts";
import type { Jobs } from "./use-jobs.ts";

type JobListProps = {
  readonly jobs: readonly JobView[];
  readonly source: Jobs;
  readonly titleOf: (job: JobView) => string;
  readonly selectedId: JobId | undefined;
  readonly onSelect: (jobId: JobId) => void;
};

const ROW_HEIGHT = 53;
/** So many rows before the end the next page is asked for. */
const ASK_AHEAD = 20;
const PAGE_STEP = 10;
const STEPS: Readonly<Record<string, number>> = {
  ...{ ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_STEP, PageUp: -PAGE_STEP },
  ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
};

/** The jobs, of which only those in sight are drawn. One is in the order of focus; the arrow keys walk to the others. */
export function JobList({ jobs, source, titleOf, selectedId, onSelect }: JobListProps) {
  const { t } = useTranslation("activity");
  const list = useRef<HTMLDivElement>(null);
  const handle = useRef<VirtualRowsHandle>(null);
  const walkTo = useRef<JobId>(undefined);
  const selectedAt = jobs.findIndex(({ id }) => id === selectedId);
  useEffect(() => {
    if (walkTo.current === undefined || walkTo.current !== selectedId) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-job="${walkTo.current}"]`);
    // not drawn before the list has scrolled to it
    if (!row) return;
    row.focus();
    walkTo.current = undefined;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = Math.max(0, Math.min(jobs.length - 1, selectedAt + step));
    const next = jobs[at];
    if (next === undefined) return;
    walkTo.current = next.id;
    handle.current?.scrollToRow(at);
    onSelect(next.id);
  };
  return (
    <section ref={list} className={styles.list} aria-label={t("list")} onKeyDown={onKeyDown}>
      <VirtualRows
        count={jobs.length}
        rowHeight={ROW_HEIGHT}
        handle={handle}
        rowKey={(index) => jobs[index]?.id ?? index}
        onRange={(_, last) => {
          if (last > jobs.length - ASK_AHEAD && source.hasMore && !source.isReadingMore) source.readMore();
        }}
        row={(index) => {
          const job = jobs[index];
          if (job === undefined) return null;
          // with nothing selected in sight, the list must still be reachable
          const isFirst = selectedAt === -1 && index === 0;
          return (
            <JobRow
              job={job}
              title={titleOf(job)}
              isSelected={job.id === selectedId}
              isReachable={job.id === selectedId || isFirst}
              onSelect={onSelect}
            />
          );
        }}
      />
    </section>
  );
}

type JobRowProps = {
  readonly job: JobView;
  readonly title: string;
  readonly isSelected: boolean;
  readonly isReachable: boolean;
  readonly onSelect: (jobId: JobId) => void;
};

function JobRow({ job, title, isSelected, isReachable, onSelect }: JobRowProps) {
  const format = useFormat();
  const summaryOf = useJobSummary(format);
  const atMs = job.startedMs ?? job.createdMs; // as the list is sorted
  return (
    <button
      type="button"
      className={styles.job}
      data-job={job.id}
      aria-current={isSelected}
      tabIndex={isReachable ? 0 : -1}
      onClick={() => onSelect(job.id)}
    >
      <span className={styles.shape}>
        <JobShape job={job} />
      </span>
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.summary}>{summaryOf(job)}</span>
      </span>
      <span className={styles.times}>
        <time dateTime={new Date(atMs).toISOString()}>{format.moment(atMs)}</time>
        <span>{job.state === "running" ? <RunningShare job={job} /> : <RunTime job={job} />}</span>
      </span>
    </button>
  );
}

function RunningShare({ job }: { readonly job: JobView }) {
  const format = useFormat();
  const progress = useProgress(job)?.progress;
  const share = progress && shareDone(progress);
  return share === undefined ? null : format.percent(share);
}

function RunTime({ job: { startedMs, endedMs } }: { readonly job: JobView }) {
  const format = useFormat();
  return startedMs === null || endedMs === null ? null : format.runTime(endedMs - startedMs);
}

/** How a job stands, as a shape with its word. */
export function JobShape({ job, size = 16 }: { readonly job: JobView; readonly size?: number }) {
  const { t } = useTranslation("activity");
  const { t: common } = useTranslation();
  const verdict = verdictOfJob(job);
  const word = job.isPaused ? common("progress.paused") : t(`state.${job.state}`);
  if (verdict !== undefined) return <VerdictShape verdict={verdict} size={size} label={word} />;
  return (
    <span role="img" aria-label={word}>
      <Icon name={job.state === "done" ? "tick" : "x"} size={size} />
    </span>
  );
}
