import { useTranslation } from "react-i18next";
import type { PlanView } from "../../../shared/model/plan.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { JobProgress } from "../../components/job-progress.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";

/** The runs that are under way, each with the job it is at. */
export function CurrentRuns({ plans }: { readonly plans: readonly PlanView[] }) {
  const running = plans.filter(({ currentRun }) => currentRun !== null);
  return running.map((view) => <CurrentRun key={view.plan.id} view={view} />);
}

function CurrentRun({ view }: { readonly view: PlanView }) {
  const { t } = useTranslation("backups");
  const format = useFormat();
  const overview = useCall("overview.get", {});
  const cancel = useAct("plans.cancelRun");
  const run = view.currentRun;
  if (run === null || overview.kind !== "ready") return null;
  const { jobs, sources, repositories } = overview.value;
  const ofRun = jobs.filter(({ runId }) => runId === run.id);
  const job = ofRun.find(({ state }) => state === "running") ?? ofRun[0];
  if (job === undefined) return null;
  const source = sources.find((status) => status.source.id === job.sourceId)?.source.name;
  const place = repositories.find(({ id }) => id === view.plan.repositoryId)?.name;
  const caption = [
    ...(source === undefined || source === view.plan.name ? [] : [source]),
    ...(place === undefined ? [] : [t("current.to", { place })]),
    t(`current.trigger.${run.trigger}`, { when: format.timeOfDay(run.startedMs ?? run.dueMs) }),
  ];
  return (
    <>
      <JobProgress
        job={job}
        name={view.plan.name}
        caption={caption.join(" · ")}
        onCancel={() => void cancel.run({ runId: run.id })}
        isCancelling={cancel.isRunning}
      />
      {cancel.error !== undefined && <ErrorNote error={cancel.error} />}
    </>
  );
}
