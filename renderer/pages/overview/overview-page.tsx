import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { Alert } from "../../../shared/model/alert.ts";
import type { Overview } from "../../../shared/model/overview.ts";
import type { OverviewHealth } from "../../../shared/model/overview-health.ts";
import type { PlanView } from "../../../shared/model/plan.ts";
import type { Survival } from "../../../shared/model/survival.ts";
import { useJobNames } from "../../app/use-job-names.ts";
import { Band, BandRow } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { JobProgress } from "../../components/job-progress.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Sentence } from "../../components/sentence.tsx";
import { useFormat } from "../../components/use-format.ts";
import { Waiting } from "../../components/waiting.tsx";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { useConnection } from "../../host/use-connection.ts";
import { useLanguage } from "../../words/use-language.ts";
import { AddedChart } from "./added-chart.tsx";
import { ReadinessLines } from "./failover/readiness-lines.tsx";
import { useFailoverLine } from "./failover/use-failover-line.ts";
import { HealthBand } from "./hardware/health-band.tsx";
import { RoomsBand } from "./hardware/rooms-band.tsx";
import { headlineOf } from "./headline.ts";
import { Incidents } from "./incidents.tsx";
import { sayHeadline } from "./overview-sentence.ts";
import { Places } from "./places.tsx";
import { Legend } from "./sources-legend.tsx";
import { SourcesTable } from "./sources-table.tsx";
import { StepList } from "./step-list.tsx";
import { stepsOf } from "./steps.ts";
import { TodayStrip } from "./today-strip.tsx";

/** Is everything safe, and if not, what is to be done: the page that answers both. */
export function OverviewPage() {
  const { t } = useTranslation(["overview", "unavailable"]);
  const { t: common } = useTranslation();
  const overview = useCall("overview.get", {});
  const plans = useCall("plans.list", {});
  const alerts = useCall("alerts.list", { which: "open", limit: 100 });
  const survival = useCall("survival.get", {});
  if (overview.kind === "loading") {
    return (
      <Page sentence={<Sentence verdict="info" first={t("unavailable:readingOverview")} />}>
        <Waiting rows={8} />
      </Page>
    );
  }
  if (overview.kind === "failed") {
    return (
      <Page sentence={<Sentence verdict="unknown" first={t("sentence.stale")} />}>
        <ErrorNote error={overview.error} onRetry={overview.retry} />
      </Page>
    );
  }
  if (overview.value.sources.length === 0) return <NothingYet health={overview.value.health} />;
  return (
    <Ready
      overview={overview.value}
      isOld={overview.refreshError !== undefined}
      plans={plans.kind === "ready" ? plans.value.plans : []}
      alerts={alerts.kind === "ready" ? alerts.value.alerts : []}
      survival={survival.kind === "ready" ? survival.value : undefined}
      isSurvivalUnknown={survival.kind === "failed"}
      note={overview.refreshError !== undefined ? common("refreshFailed") : undefined}
    />
  );
}

type ReadyProps = {
  readonly overview: Overview;
  readonly isOld: boolean;
  readonly plans: readonly PlanView[];
  readonly alerts: readonly Alert[];
  readonly survival: Survival | undefined;
  readonly isSurvivalUnknown: boolean;
  readonly note: string | undefined;
};

function Ready({ overview, isOld, plans, alerts, survival, isSurvivalUnknown, note }: ReadyProps) {
  const { t } = useTranslation(["overview", "hardware", "failover"]);
  const format = useFormat();
  const nameOf = useJobNames();
  const steps = stepsOf(alerts, format.nowMs);
  const added30Days = overview.addedPerDay.slice(-30).reduce((sum, { bytesAdded }) => sum + bytesAdded, 0);
  return (
    <Page
      sentence={
        <OverviewSentence overview={overview} isOld={isOld} openSteps={steps.shown.length + steps.others} />
      }
    >
      {note !== undefined && <p>{note}</p>}
      <StepList steps={steps} plans={plans} />
      {overview.jobs
        .filter(({ kind, state }) => state === "running" && (kind === "backup" || kind === "restore"))
        .slice(0, 2)
        .map((job) => (
          <JobProgress key={job.id} job={job} name={nameOf(job)} />
        ))}
      <Band
        heading={t("hardware:survival.heading")}
        caption={t(isSurvivalUnknown ? "hardware:survival.unknown" : "hardware:survival.caption")}
        end={<Legend />}
      >
        <SourcesTable overview={overview} plans={plans} survival={survival} />
      </Band>
      <BandRow columns="minmax(0, 1fr) minmax(0, 1fr)">
        <Band heading={t("places.heading")} end={<Link to="/failover">{t("failover:line.link")}</Link>}>
          <Places repositories={overview.repositories} />
        </Band>
        <HealthBand health={overview.health} />
      </BandRow>
      <BandRow columns="minmax(0, 1fr) minmax(0, 1fr)">
        <TodayStrip today={overview.today} plans={plans} />
        <Band
          heading={t("added.heading")}
          caption={t("added.caption")}
          end={added30Days > 0 ? t("added.caption30", { bytes: format.bytes(added30Days) }) : undefined}
        >
          <AddedChart days={overview.addedPerDay} />
        </Band>
      </BandRow>
      <BandRow columns="minmax(0, 1fr) minmax(0, 1fr)">
        <RoomsBand rooms={overview.health.rooms} repositories={overview.repositories} />
        <Band heading={t("incidents.heading")} caption={t("incidents.caption")}>
          <ReadinessLines />
          <Incidents incidents={overview.incidents} />
        </Band>
      </BandRow>
    </Page>
  );
}

type OverviewSentenceProps = {
  readonly overview: Overview;
  readonly isOld: boolean;
  readonly openSteps: number;
};

function OverviewSentence({ overview, isOld, openSteps }: OverviewSentenceProps) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const isChinese = useLanguage() === "zh";
  const navigate = useNavigate();
  const runAll = useAct("plans.runAll");
  const connection = useConnection();
  const headline = headlineOf(overview, format.nowMs);
  const failoverLine = useFailoverLine();
  const isUncertain = isOld || connection === "lost" || connection === "signed-out";
  const actions = (
    <>
      <Button icon="restore" onClick={() => navigate("/restore")}>
        {t("actions.restore")}
      </Button>
      <Button
        kind={openSteps > 0 ? "default" : "primary"}
        icon="backups"
        isBusy={runAll.isRunning}
        onClick={() => void runAll.run({})}
      >
        {t("actions.backUp")}
      </Button>
    </>
  );
  if (isUncertain || headline === undefined) {
    return (
      <Sentence
        verdict="unknown"
        first={t("sentence.stale")}
        context={t("sentence.staleHint", { time: format.moment(overview.nowMs) })}
        actions={actions}
      />
    );
  }
  const { first, rest } = sayHeadline(headline, t, format, isChinese);
  const context = [
    failoverLine,
    openSteps > 0
      ? t("context.needs", { count: openSteps })
      : headline.verdict === "ok" || headline.verdict === "working"
        ? t("context.nothingNeeds")
        : undefined,
    overview.nextRun === null
      ? t("context.noNextRun")
      : t("context.nextRun", { when: format.relative(overview.nextRun.atMs) }),
  ];
  return (
    <>
      <Sentence
        verdict={headline.verdict}
        first={first}
        {...(rest === undefined ? {} : { rest })}
        context={context.filter((part) => part !== undefined).join(isChinese ? "" : " ")}
        actions={actions}
      />
      {runAll.error !== undefined && <ErrorNote error={runAll.error} />}
    </>
  );
}

function NothingYet({ health }: { readonly health: OverviewHealth }) {
  const { t } = useTranslation("overview");
  return (
    <Page sentence={<Sentence verdict="waiting" first={t("sentence.notSetUp")} />}>
      <Empty
        icon="shield"
        title={t("emptyTitle")}
        action={
          <LinkButton to="/set-up" kind="primary">
            {t("actions.setUp")}
          </LinkButton>
        }
      >
        {t("empty")}
      </Empty>
      {health.hosts.some(({ bays }) => bays.length > 0) && <HealthBand health={health} />}
    </Page>
  );
}
