import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PlanView } from "../../../shared/model/plan.ts";
import { Band, BandRow } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { DangerDialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { HoldNote } from "./hold-note.tsx";
import { LastRun } from "./last-run.tsx";
import { PinnedNote } from "./pinned-note.tsx";
import styles from "./plan-details.module.css";
import { RunCharts } from "./run-charts.tsx";
import { Unread } from "./unread.tsx";
import { WatchNote } from "./watch-note.tsx";

const CHART_RUNS = 45;

/** What is to be known about one plan: what its runs added and took, what the last one did, what could not be read. */
export function PlanDetails({ view }: { readonly view: PlanView }) {
  const { t } = useTranslation("backups");
  const { plan } = view;
  const history = useCall(
    "plans.history",
    { planId: plan.id, beforeMs: null, limit: CHART_RUNS },
    { keepsPrevious: true },
  );
  return (
    <>
      <HoldNote view={view} />
      <PinnedNote view={view} />
      <WatchNote view={view} />
      <BandRow columns="minmax(0, 1.35fr) minmax(200px, 0.6fr) minmax(0, 1fr)">
        <Band
          heading={plan.name}
          caption={t("details.caption", { count: CHART_RUNS })}
          end={<PlanActions view={view} />}
        >
          {history.kind === "loading" && <Waiting rows={4} />}
          {history.kind === "failed" && <ErrorNote error={history.error} onRetry={history.retry} />}
          {history.kind === "ready" && <RunCharts runs={history.value.runs.toReversed()} />}
        </Band>
        <LastRun run={view.lastRun} />
        <Unread run={view.lastRun} />
      </BandRow>
    </>
  );
}

function PlanActions({ view }: { readonly view: PlanView }) {
  const { t } = useTranslation("backups");
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const pause = useAct("plans.setPaused");
  const remove = useAct("plans.remove");
  const [isRemoving, setIsRemoving] = useState(false);
  const { plan } = view;
  const onRemove = async (): Promise<void> => {
    if ((await remove.run({ planId: plan.id })) === undefined) return;
    setIsRemoving(false);
    navigate("/backups");
  };
  return (
    <span className={styles.actions}>
      <Button
        size="small"
        icon={plan.isPaused ? "play" : "pause"}
        isBusy={pause.isRunning}
        onClick={() => void pause.run({ planId: plan.id, isPaused: !plan.isPaused })}
      >
        {t(plan.isPaused ? "actions.resume" : "actions.pause")}
      </Button>
      <Button size="small" onClick={() => navigate(`/backups/${plan.id}/edit`)}>
        {common("edit")}
      </Button>
      <Button size="small" onClick={() => setIsRemoving(true)}>
        {common("remove")}
      </Button>
      {pause.error !== undefined && <ErrorNote error={pause.error} />}
      <DangerDialog
        isOpen={isRemoving}
        onClose={() => {
          setIsRemoving(false);
          remove.clearError();
        }}
        title={t("remove.title", { name: plan.name })}
        deed={t("remove.deed", { name: plan.name })}
        nameToType={plan.name}
        onConfirm={() => void onRemove()}
        isBusy={remove.isRunning}
        error={remove.error}
      >
        {t("remove.text")}
      </DangerDialog>
    </span>
  );
}
