import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { ErrorNote } from "../../../components/error-note.tsx";
import { LinkButton } from "../../../components/link-button.tsx";
import { Page } from "../../../components/page.tsx";
import { Sentence } from "../../../components/sentence.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { draftOf, newDraft } from "./plan-draft.ts";
import { PlanForm } from "./plan-form.tsx";

/** The form for a plan, filled with what there is of it. */
export function PlanEditor() {
  const { t } = useTranslation(["backups", "unavailable"]);
  const { t: shell } = useTranslation("shell");
  const { planId } = useParams();
  /** Another one begins with the plan as it is then. */
  const [round, setRound] = useState(0);
  const plans = useCall("plans.list", {});
  const sources = useCall("sources.list", {});
  const repositories = useCall("repositories.list", {});
  const standIn = useCall("standIn.list", {});
  for (const state of [plans, sources, repositories]) {
    if (state.kind === "failed") {
      return (
        <Page
          sentence={
            <Sentence
              verdict="unknown"
              first={t("unavailable:editor")}
              actions={<LinkButton to="/backups">{shell("page.backups")}</LinkButton>}
            />
          }
        >
          <ErrorNote error={state.error} onRetry={state.retry} />
        </Page>
      );
    }
  }
  if (
    plans.kind !== "ready" ||
    sources.kind !== "ready" ||
    repositories.kind !== "ready" ||
    standIn.kind === "loading"
  ) {
    return (
      <Page sentence={<Sentence verdict="info" first={t("unavailable:readingPlans")} />}>
        <Waiting rows={6} />
      </Page>
    );
  }
  const views = plans.value.plans;
  const places = repositories.value.repositories;
  const view = views.find(({ plan: { id } }) => id === planId);
  const plan = view?.plan;
  if (planId !== undefined && plan === undefined) {
    return (
      <Page
        sentence={
          <Sentence
            verdict="unknown"
            first={t("editor.gone")}
            actions={<LinkButton to="/backups">{shell("page.backups")}</LinkButton>}
          />
        }
      />
    );
  }
  const planned = new Set(views.flatMap((view) => view.plan.sourceIds));
  const unplanned = sources.value.sources.filter(({ id }) => !planned.has(id)).map(({ id }) => id);
  return (
    <PlanForm
      key={`${planId ?? "new"} ${round}`}
      plan={plan}
      revision={view?.revision}
      onStartAnew={() => setRound(round + 1)}
      start={plan === undefined ? newDraft(unplanned, places[0]?.id) : draftOf(plan)}
      sources={sources.value.sources}
      repositories={places}
      shared={standIn.kind === "ready" ? standIn.value.plans.find((one) => one.planId === planId) : undefined}
    />
  );
}
