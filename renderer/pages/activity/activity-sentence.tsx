import { useTranslation } from "react-i18next";
import type { JobView } from "../../../shared/model/job.ts";
import { shareDone } from "../../components/job-phases.ts";
import { Sentence } from "../../components/sentence.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useCall } from "../../host/use-call.ts";
import { useProgress } from "../../host/use-progress.ts";
import { activityHeadline } from "./activity-headline.ts";
import { useJobTitles } from "./use-job-titles.ts";

/** More than an office's day has. */
const DAY_LIMIT = 500;

/** What the page opens with: what is at work, else how the last day went. Filters do not change it. */
export function ActivitySentence() {
  const { t } = useTranslation("activity");
  const format = useFormat();
  const titleOf = useJobTitles();
  const answer = useCall("jobs.list", { kinds: null, states: null, beforeMs: null, limit: DAY_LIMIT });
  if (answer.kind === "loading") return <Sentence verdict="info" first={`${t("reading")}…`} />;
  if (answer.kind === "failed") return <Sentence verdict="unknown" first={t("unreadable")} />;
  const { jobs } = answer.value;
  const headline = activityHeadline(jobs, format.nowMs);
  const last = jobs.find(({ endedMs }) => endedMs !== null);
  const context =
    last?.endedMs == null
      ? undefined
      : t("lastEnded", { title: titleOf(last), when: format.relative(last.endedMs) });
  switch (headline.kind) {
    case "at-work":
      return (
        <AtWork
          job={headline.first}
          count={headline.running}
          isPaused={headline.isPaused}
          title={titleOf(headline.first)}
        />
      );
    case "never":
      return <Sentence verdict="info" first={t("nothingYet")} />;
    case "failed":
    case "problems": {
      const { count, total } = headline;
      const isFailed = headline.kind === "failed";
      return (
        <Sentence
          verdict={isFailed ? "failed" : "warning"}
          first={t(isFailed ? "dayFailed" : "dayProblems", { count, total })}
          rest={t("nothingRuns")}
          context={context}
        />
      );
    }
    case "fine":
      return (
        <Sentence
          verdict="ok"
          first={t("dayFine", { count: headline.total })}
          rest={t("nothingRuns")}
          context={context}
        />
      );
    case "quiet":
      return <Sentence verdict="info" first={t("nothingRuns")} rest={t("dayEmpty")} context={context} />;
  }
}

type AtWorkProps = {
  readonly job: JobView;
  readonly count: number;
  /** All of them are. */
  readonly isPaused: boolean;
  readonly title: string;
};

function AtWork({ job, count, isPaused, title }: AtWorkProps) {
  const { t } = useTranslation(["activity", "shell", "standing"]);
  const format = useFormat();
  const progress = useProgress(job)?.progress;
  const share = progress && shareDone(progress);
  return (
    <Sentence
      verdict={isPaused ? "paused" : "working"}
      first={isPaused ? t("standing:pausedJobs", { count }) : t("runs", { count })}
      rest={
        share === undefined
          ? t("runsFirstUnknown", { title })
          : t("runsFirst", { title, percent: format.percent(share) })
      }
      context={
        progress?.remainingMs == null || isPaused
          ? undefined
          : t("shell:timeLeft", { time: format.runTime(progress.remainingMs) })
      }
    />
  );
}
