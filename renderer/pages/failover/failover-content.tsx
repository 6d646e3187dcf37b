import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { FailoverView, ReplicaView } from "../../../shared/model/failover.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { Band, BandRow } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { JobProgress } from "../../components/job-progress.tsx";
import { Page } from "../../components/page.tsx";
import { AddReplicaDialog } from "../../components/replicas/add-replica-dialog.tsx";
import { RemoveReplicaDialog } from "../../components/replicas/remove-replica-dialog.tsx";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { useConnection } from "../../host/use-connection.ts";
import { GatewaysBand } from "./around/gateways-band.tsx";
import { HooksBand } from "./around/hooks-band.tsx";
import { LagBand } from "./charts/lag-band.tsx";
import { MovesBand } from "./charts/moves-band.tsx";
import { FailBackDialog } from "./dialogs/fail-back-dialog.tsx";
import { HistoryDialog } from "./dialogs/history-dialog.tsx";
import { HoldDialog } from "./dialogs/hold-dialog.tsx";
import { SwitchOverDialog } from "./dialogs/switch-over-dialog.tsx";
import { ThresholdsDialog } from "./dialogs/thresholds-dialog.tsx";
import { DrillsBand } from "./drills/drills-band.tsx";
import { FailoverActions, type FailoverDeed } from "./failover-actions.tsx";
import styles from "./failover-page.module.css";
import { FailoverSentence } from "./failover-sentence.tsx";
import { nameIn } from "./model/replicas-of.ts";
import { useOrder } from "./model/use-order.ts";
import { type ReplicaDeed, ReplicaMenu } from "./pair/replica-menu.tsx";
import { ReplicasBand } from "./pair/replicas-band.tsx";
import { LoseBand } from "./placement/lose-band.tsx";
import { MatrixBand } from "./placement/matrix-band.tsx";
import { ReadinessBand } from "./readiness/readiness-band.tsx";
import { StandInBand } from "./stand-in/stand-in-band.tsx";
import { StateLine } from "./timeline/state-line.tsx";

type FailoverContentProps = {
  readonly view: FailoverView;
  readonly repositories: readonly RepositoryView[];
  /** It could not be asked for again. */
  readonly isOld: boolean;
  /** Between the repositories, where there are several. */
  readonly choice: ReactNode;
};

type Asked =
  | { readonly deed: Exclude<FailoverDeed, "release"> | "history" }
  | { readonly deed: "switchTo" | "remove"; readonly replica: ReplicaView };

/** Enough for the story that led to what is now. */
const NEWEST = 20;
const PERIOD_DAYS = 90;

/** All there is to see and to do about the replicas of one repository. */
export function FailoverContent({ view, repositories, isOld, choice }: FailoverContentProps) {
  const { t } = useTranslation(["failover", "replicas"]);
  const connection = useConnection();
  const { repositoryId } = view;
  const overview = useCall("overview.get", {});
  const plans = useCall("plans.list", {});
  const history = useCall("failover.history", { repositoryId, before: null, limit: NEWEST });
  const metrics = useCall("failover.metrics", { repositoryId, days: PERIOD_DAYS }, { everyMs: 60_000 });
  const [asked, setAsked] = useState<Asked>();
  const [addedName, setAddedName] = useState<string>();
  const release = useAct("failover.hold");
  const replicate = useAct("replicas.replicate");
  const order = useOrder(view);
  const close = () => setAsked(undefined);

  const transitions = history.kind === "ready" ? history.value.transitions : [];
  const jobs = (overview.kind === "ready" ? overview.value.jobs : []).filter(
    (job) => job.repositoryId === repositoryId,
  );
  const sourceIds = new Set(
    (plans.kind === "ready" ? plans.value.plans : [])
      .filter(({ plan }) => plan.repositoryId === repositoryId)
      .flatMap(({ plan }) => plan.sourceIds),
  );
  const sources = (overview.kind === "ready" ? overview.value.sources : [])
    .map(({ source }) => source)
    .filter(({ id }) => sourceIds.has(id));
  // jobs and replicas are asked for one after the other: where a job goes that has just begun may not be known yet
  const copying = jobs.flatMap((job) => {
    const target = view.replicas.find(({ jobId }) => jobId === job.id);
    const isCopying = job.kind === "replicate" && job.state === "running" && target !== undefined;
    return isCopying ? [{ job, name: nameIn(view, target.id) ?? "" }] : [];
  });
  const repository = repositories.find(({ id }) => id === repositoryId);
  const alone = repositories.filter(({ id, replicas }) => id !== repositoryId && replicas.length === 1);
  const [addTo, setAddTo] = useState<RepositoryView>();

  const onDeed = (deed: FailoverDeed) => {
    if (deed === "release") void release.run({ repositoryId, isHeld: false });
    else setAsked({ deed });
  };
  const onReplicaDeed = (replica: ReplicaView) => (deed: ReplicaDeed) => {
    if (deed === "copy") void replicate.run({ repositoryId, replicaId: replica.id });
    else if (deed === "switch") setAsked({ deed: "switchTo", replica });
    else if (deed === "remove") setAsked({ deed: "remove", replica });
    else void order.shift(replica.id, deed);
  };
  const errors = [release.error, replicate.error, order.error].filter((error) => error !== undefined);
  return (
    <Page
      sentence={
        <FailoverSentence
          view={view}
          history={transitions}
          isUncertain={isOld || connection === "lost" || connection === "signed-out"}
          actions={<FailoverActions view={view} onDeed={onDeed} />}
        />
      }
    >
      {choice}
      <BandRow columns="minmax(0, 1.62fr) minmax(0, 1fr)">
        <ReplicasBand
          {...{ view, jobs }}
          history={transitions}
          icons={sources.map(({ icon }) => icon)}
          end={
            <Button kind="quiet" size="small" onClick={() => setAsked({ deed: "add" })}>
              {t("actions.add")}
            </Button>
          }
          menuOf={(replica) => <ReplicaMenu {...{ view, replica }} onDeed={onReplicaDeed(replica)} />}
        >
          {errors.map((error) => (
            <ErrorNote key={error.code} error={error} />
          ))}
          {addedName !== undefined && (
            <p className={styles.note} role="status">
              {t("replicas:add.begun", { name: printable(addedName) })}
            </p>
          )}
          {copying.map(({ job, name }) => (
            <JobProgress key={job.id} job={job} name={t("jobs.to", { name })} />
          ))}
        </ReplicasBand>
        <div className={styles.charts}>
          {metrics.kind === "failed" && <ErrorNote error={metrics.error} onRetry={metrics.retry} />}
          {metrics.kind === "ready" && (
            <>
              <LagBand metrics={metrics.value.metrics} activeId={view.activeId} />
              <MovesBand metrics={metrics.value.metrics} view={view} />
            </>
          )}
        </div>
      </BandRow>
      <Band
        heading={t("timeline.heading")}
        caption={t("timeline.caption")}
        end={
          <>
            <Button kind="quiet" size="small" onClick={() => setAsked({ deed: "history" })}>
              {t("timeline.all")}
            </Button>
            <Button kind="quiet" size="small" onClick={() => setAsked({ deed: "thresholds" })}>
              {t("timeline.thresholds")}
            </Button>
          </>
        }
      >
        {history.kind === "failed" && <ErrorNote error={history.error} onRetry={history.retry} />}
        <StateLine view={view} history={transitions} />
      </Band>
      <BandRow columns="minmax(0, 1.25fr) minmax(0, 1fr) minmax(0, 0.85fr)">
        <MatrixBand repositoryId={repositoryId} sources={sources} />
        <LoseBand replicaIds={view.replicas.map(({ id }) => id)} />
        <DrillsBand view={view} />
      </BandRow>
      <ReadinessBand repositoryId={repositoryId} />
      <StandInBand repositories={[{ id: repositoryId, name: view.name }]} />
      <HooksBand view={view} />
      <GatewaysBand view={view} />
      {alone.length > 0 && (
        <Band heading={t("nothing.also")}>
          <div className={styles.others}>
            {alone.map((one) => (
              <Button key={one.id} size="small" onClick={() => setAddTo(one)}>
                {t("nothing.addTo", { name: printable(one.name) })}
              </Button>
            ))}
          </div>
        </Band>
      )}
      {dialog()}
      {addTo !== undefined && (
        <AddReplicaDialog repository={addTo} onClose={() => setAddTo(undefined)} onAdded={setAddedName} />
      )}
    </Page>
  );

  function dialog(): ReactNode {
    switch (asked?.deed) {
      case undefined:
        return null;
      case "switch":
        return <SwitchOverDialog view={view} toId={undefined} onClose={close} />;
      case "switchTo":
        return <SwitchOverDialog view={view} toId={asked.replica.id} onClose={close} />;
      case "failBack":
        return <FailBackDialog view={view} onClose={close} />;
      case "hold":
        return <HoldDialog view={view} onClose={close} />;
      case "thresholds":
        return <ThresholdsDialog view={view} onClose={close} />;
      case "history":
        return <HistoryDialog view={view} onClose={close} />;
      case "remove":
        return <RemoveReplicaDialog view={view} replica={asked.replica} onClose={close} />;
      case "add":
        return repository === undefined ? null : (
          <AddReplicaDialog repository={repository} onClose={close} onAdded={setAddedName} />
        );
    }
  }
}
