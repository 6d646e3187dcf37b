import { useTranslation } from "react-i18next";
import type { PlanView } from "../../../shared/model/plan.ts";
import { Icon } from "../../components/icon.tsx";
import { shareDone } from "../../components/job-phases.ts";
import { useFormat } from "../../components/use-format.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import { useDescribe } from "../../host/describe.ts";
import { useCall } from "../../host/use-call.ts";
import { useProgress } from "../../host/use-progress.ts";
import styles from "./last-result.module.css";

/** How the last run of a plan ended, or how far the one under way is: two lines. */
export function LastResult({ view }: { readonly view: PlanView }) {
  const { t } = useTranslation("backups");
  const format = useFormat();
  const describe = useDescribe();
  const { lastRun, currentRun } = view;
  if (currentRun !== null) return <UnderWay run={currentRun} />;
  if (lastRun === null) return <span className={styles.never}>{t("result.never")}</span>;
  const startedMs = lastRun.startedMs ?? lastRun.dueMs;
  const tookMs = lastRun.endedMs === null ? undefined : lastRun.endedMs - startedMs;
  const isDone = lastRun.state === "done" || lastRun.state === "done-with-problems";
  const shape =
    lastRun.state === "done-with-problems"
      ? "warning"
      : lastRun.state === "failed" || lastRun.state === "interrupted"
        ? "failed"
        : "unknown";
  return (
    <div className={styles.result}>
      {lastRun.state === "done" ? (
        <span className={styles.tick}>
          <Icon name="tick" size={13} />
        </span>
      ) : (
        <VerdictShape verdict={shape} size={13} label={t(`runState.${lastRun.state}`)} />
      )}
      <div>
        <span className={styles.main}>
          {format.moment(startedMs)}
          {isDone && ` · ${format.bytes(lastRun.bytesAdded)}`}
        </span>
        <span className={styles.sub} title={second()}>
          {second()}
        </span>
      </div>
    </div>
  );

  function second(): string {
    if (lastRun === null) return "";
    if (lastRun.error !== null) return describe(lastRun.error).message;
    if (!isDone) return t(`runState.${lastRun.state}`);
    if (lastRun.problemCount > 0) return t("result.unreadable", { count: lastRun.problemCount });
    const counts = t("result.counts", {
      added: format.count(lastRun.filesNew),
      changed: format.count(lastRun.filesChanged),
    });
    return tookMs === undefined ? counts : `${counts} · ${format.runTime(tookMs)}`;
  }
}

function UnderWay({ run }: { readonly run: NonNullable<PlanView["currentRun"]> }) {
  const { t } = useTranslation("backups");
  const format = useFormat();
  const { t: common } = useTranslation();
  const overview = useCall("overview.get", {});
  const jobs = overview.kind === "ready" ? overview.value.jobs : [];
  const job = jobs.find(({ runId, state }) => runId === run.id && state === "running");
  const progress = useProgress(job)?.progress;
  const share = progress && shareDone(progress);
  return (
    <div className={styles.result} data-working="true">
      <VerdictShape
        verdict={job?.isPaused ? "paused" : run.state === "queued" ? "waiting" : "working"}
        size={13}
      />
      <div>
        <span className={styles.main}>
          {format.facts([
            job?.isPaused ? common("progress.paused") : t(`runState.${run.state}`),
            ...(share === undefined ? [] : [format.percent(share)]),
          ])}
        </span>
        <span className={styles.sub}>
          {t("result.since", { time: format.timeOfDay(run.startedMs ?? run.dueMs) })}
        </span>
      </div>
    </div>
  );
}
