import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { PlanId } from "../../../shared/ids.ts";
import type { PlanView } from "../../../shared/model/plan.ts";
import { Band } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Sentence } from "../../components/sentence.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useHeld } from "../../components/use-held.ts";
import type { VerdictName } from "../../components/verdict.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { useLanguage } from "../../words/use-language.ts";
import { CurrentRuns } from "./current-runs.tsx";
import { PlanDetails } from "./plan-details.tsx";
import { type PlansHeadline, plansHeadline } from "./plans-headline.ts";
import { PlansLegend } from "./plans-legend.tsx";
import { PlansTable } from "./plans-table.tsx";

const VERDICTS: Readonly<Record<PlansHeadline["kind"], VerdictName>> = {
  none: "waiting",
  failed: "failed",
  suspicious: "failing",
  problems: "warning",
  working: "working",
  cancelled: "waiting",
  paused: "paused",
  fine: "ok",
};

/** All plans with their last runs; below them what is to be known about the selected one. */
export function PlansPage() {
  const { t } = useTranslation(["backups", "unavailable"]);
  const { t: common } = useTranslation();
  const plans = useCall("plans.list", {});
  const { planId } = useParams();
  const views = plans.kind === "ready" ? plans.value.plans : [];
  const wanted = views.find(({ plan }) => plan.id === planId);
  const isThere = (one: PlanId) => views.some(({ plan }) => plan.id === one);
  const selectedId = useHeld(wanted?.plan.id, defaultPlan(views)?.plan.id, isThere);
  if (plans.kind === "loading") {
    return (
      <Page sentence={<Sentence verdict="info" first={t("unavailable:readingPlans")} />}>
        <Waiting rows={4} rowHeight={60} />
      </Page>
    );
  }
  if (plans.kind === "failed") {
    return (
      <Page sentence={<Sentence verdict="unknown" first={t("sentence.unknown")} />}>
        <ErrorNote error={plans.error} onRetry={plans.retry} />
      </Page>
    );
  }
  if (views.length === 0) return <NoPlans />;
  const selected = views.find(({ plan }) => plan.id === selectedId);
  return (
    <Page sentence={<PlansSentence plans={views} />}>
      {plans.refreshError !== undefined && <p>{common("refreshFailed")}</p>}
      <CurrentRuns plans={views} />
      <Band heading={t("table.heading")} caption={t("table.caption")} end={<PlansLegend />}>
        <PlansTable plans={views} selectedId={selected?.plan.id} />
      </Band>
      {selected !== undefined && <PlanDetails key={selected.plan.id} view={selected} />}
    </Page>
  );
}

/** The one that needs somebody; else the one that runs; else the first. */
function defaultPlan(views: readonly PlanView[]): PlanView | undefined {
  return (
    views.find(({ lastRun }) => lastRun?.state === "failed" || lastRun?.state === "interrupted") ??
    views.find(({ heldSources }) => heldSources !== undefined) ??
    views.find(({ lastRun }) => lastRun?.state === "done-with-problems") ??
    views.find(({ currentRun }) => currentRun !== null) ??
    views[0]
  );
}

function PlansSentence({ plans }: { readonly plans: readonly PlanView[] }) {
  const { t } = useTranslation(["backups", "standing"]);
  const format = useFormat();
  const isChinese = useLanguage() === "zh";
  const navigate = useNavigate();
  const runAll = useAct("plans.runAll");
  const headline = plansHeadline(plans);
  const values = { names: format.list(headline.names), count: headline.names.length };
  const next = plans
    .filter(({ nextRunMs }) => nextRunMs !== null)
    .sort((a, b) => (a.nextRunMs ?? 0) - (b.nextRunMs ?? 0))[0];
  const addedBytes = plans.reduce((sum, { addedBytes30Days }) => sum + addedBytes30Days, 0);
  const context = [
    next === undefined
      ? t("context.noNext")
      : (next.nextRunMs ?? 0) <= format.nowMs
        ? t("standing:due", { name: next.plan.name })
        : t("context.next", { name: next.plan.name, when: format.relative(next.nextRunMs ?? 0) }),
    ...(addedBytes > 0 ? [t("context.added", { bytes: format.bytes(addedBytes) })] : []),
  ];
  const isOnlyFine = headline.kind === "fine" && headline.names.length === 1;
  const hasOthers = headline.others > 0 && headline.kind !== "fine";
  return (
    <>
      <Sentence
        verdict={VERDICTS[headline.kind]}
        first={t(`sentence.${isOnlyFine ? "onlyFine" : headline.kind}`, values)}
        {...(hasOthers ? { rest: t("sentence.others", { count: headline.others }) } : {})}
        context={context.join(isChinese ? "" : " ")}
        actions={
          <>
            <Button icon="plus" onClick={() => navigate("/backups/new")}>
              {t("actions.newPlan")}
            </Button>
            <Button
              kind="primary"
              icon="backups"
              isBusy={runAll.isRunning}
              onClick={() => void runAll.run({})}
            >
              {t("actions.runAll")}
            </Button>
          </>
        }
      />
      {runAll.error !== undefined && <ErrorNote error={runAll.error} />}
    </>
  );
}

function NoPlans() {
  const { t } = useTranslation("backups");
  return (
    <Page sentence={<Sentence verdict="waiting" first={t("sentence.none")} />}>
      <Empty
        icon="backups"
        title={t("empty.title")}
        action={
          <LinkButton to="/backups/new" kind="primary" icon="plus">
            {t("actions.newPlan")}
          </LinkButton>
        }
      >
        {t("empty.text")}
      </Empty>
    </Page>
  );
}
