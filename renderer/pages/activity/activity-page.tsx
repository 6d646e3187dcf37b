import { NativeSelect } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { JobId } from "../../../shared/ids.ts";
import { JOB_KINDS, type JobView } from "../../../shared/model/job.ts";
import { JobIdText } from "../../../shared/model/primitives.ts";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useHeld } from "../../components/use-held.ts";
import { useNow } from "../../components/use-now.ts";
import { Waiting } from "../../components/waiting.tsx";
import styles from "./activity-page.module.css";
import { ActivitySentence } from "./activity-sentence.tsx";
import { ActivityTabs } from "./activity-tabs.tsx";
import { AuditPanel } from "./audit/audit-panel.tsx";
import { AutomaticActs } from "./automatic-acts.tsx";
import { JobDetail } from "./job-detail.tsx";
import {
  isSince,
  type JobFilter,
  NO_FILTER,
  OUTCOMES,
  type Outcome,
  readFilter,
  SINCES,
  type Since,
  writeFilter,
} from "./job-filter.ts";
import { JobList } from "./job-list.tsx";
import { useJobTitles } from "./use-job-titles.ts";
import { type Jobs, useJobs } from "./use-jobs.ts";

/** What was done and what is being done. What follows `/activity/` is the id of the job that is open, or `audit`. */
export function ActivityPage() {
  const { "*": wanted } = useParams();
  return wanted === "audit" ? <AuditPanel /> : <JobsPanel />;
}

function JobsPanel() {
  const [search] = useSearchParams();
  const filter = readFilter(search);
  const source = useJobs(filter);
  return (
    <div className={styles.page}>
      <ActivitySentence />
      <ActivityTabs open="jobs" />
      <AutomaticActs />
      <Filters filter={filter} />
      <Panes filter={filter} source={source} />
    </div>
  );
}

function Panes({ filter, source }: { readonly filter: JobFilter; readonly source: Jobs }) {
  const { t } = useTranslation("activity");
  const nowMs = useNow();
  const titleOf = useJobTitles();
  const open = useOpenJob();
  const shown = source.jobs?.filter((job) => isSince(job, filter.since, nowMs));
  // a page may hold nothing of the time that is asked for, and the next ones are older still
  const isPastTime = shown !== undefined && shown.length < (source.jobs?.length ?? 0);
  const { hasMore, isReadingMore, readMore } = source;
  const needsMore = shown?.length === 0 && hasMore && !isReadingMore && !isPastTime;
  useEffect(() => {
    if (needsMore) readMore();
  });
  const jobId = useHeld(open.jobId, shown?.[0]?.id, (held) => shown?.some(({ id }) => id === held) === true);
  if (shown === undefined || needsMore) {
    return (
      <div className={styles.alone}>
        {source.error === undefined ? (
          <Waiting rows={8} rowHeight={53} label={`${t("reading")}…`} />
        ) : (
          <ErrorNote error={source.error} onRetry={source.retry} />
        )}
      </div>
    );
  }
  if (shown.length === 0 && open.jobId === undefined) return <Nothing filter={filter} />;
  return (
    <div className={styles.panes}>
      <JobList
        jobs={shown}
        source={isPastTime ? { ...source, hasMore: false } : source}
        titleOf={titleOf}
        selectedId={jobId}
        onSelect={open.select}
      />
      {jobId !== undefined && <JobDetail jobId={jobId} />}
    </div>
  );
}

/** The job in the address, and how to open another one without losing the filters. */
function useOpenJob() {
  const navigate = useNavigate();
  const { "*": wanted } = useParams();
  const [search] = useSearchParams();
  const id = JobIdText.safeParse(wanted);
  return {
    jobId: id.success ? id.data : undefined,
    select: (jobId: JobId) =>
      navigate({ pathname: `/activity/${jobId}`, search: search.toString() }, { replace: true }),
  };
}

function Nothing({ filter }: { readonly filter: JobFilter }) {
  const { t } = useTranslation("activity");
  const navigate = useNavigate();
  const isFiltered = writeFilter(filter).size > 0;
  return (
    <div className={styles.alone}>
      {isFiltered ? (
        <Empty
          icon="filter"
          title={t("noMatch.title")}
          action={<Button onClick={() => navigate("/activity")}>{t("clearFilters")}</Button>}
        >
          {t("noMatch.text")}
        </Empty>
      ) : (
        <Empty
          icon="activity"
          title={t("empty.title")}
          action={
            <Button kind="primary" onClick={() => navigate("/backups")}>
              {t("empty.button")}
            </Button>
          }
        >
          {t("empty.text")}
        </Empty>
      )}
    </div>
  );
}

function Filters({ filter }: { readonly filter: JobFilter }) {
  const { t } = useTranslation("activity");
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const set = (change: Partial<JobFilter>) =>
    navigate(
      { pathname: "/activity", search: writeFilter({ ...filter, ...change }).toString() },
      { replace: true },
    );
  const kinds: readonly (JobView["kind"] | "all")[] = ["all", ...JOB_KINDS];
  const isFiltered = writeFilter(filter).size > 0;
  return (
    <section className={styles.filters} aria-label={t("filters")} data-region="filters">
      <NativeSelect
        label={t("kind")}
        value={filter.kind}
        onChange={(event) => set({ kind: event.currentTarget.value as JobFilter["kind"] })}
        data={kinds.map((kind) => ({
          value: kind,
          label: kind === "all" ? t("allKinds") : common(`jobKind.${kind}`),
        }))}
      />
      <NativeSelect
        label={t("outcome")}
        value={filter.outcome}
        onChange={(event) => set({ outcome: event.currentTarget.value as Outcome })}
        data={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) }))}
      />
      <NativeSelect
        label={t("since")}
        value={filter.since}
        onChange={(event) => set({ since: event.currentTarget.value as Since })}
        data={SINCES.map((since) => ({ value: since, label: t(`sinces.${since}`) }))}
      />
      {isFiltered && (
        <Button kind="quiet" onClick={() => set(NO_FILTER)}>
          {t("clearFilters")}
        </Button>
      )}
    </section>
  );
}
