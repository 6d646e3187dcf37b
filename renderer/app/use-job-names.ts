import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { JobView } from "../../shared/model/job.ts";
import { useCall } from "../host/use-call.ts";

/** @returns what says what a job works on: its source, else its plan, else its repository, else its kind */
export function useJobNames(): (job: JobView) => string {
  const { t } = useTranslation();
  const overview = useCall("overview.get", {});
  const plans = useCall("plans.list", {});
  const sources = overview.kind === "ready" ? overview.value.sources : undefined;
  const repositories = overview.kind === "ready" ? overview.value.repositories : undefined;
  const planViews = plans.kind === "ready" ? plans.value.plans : undefined;
  return useCallback(
    (job) =>
      sources?.find(({ source }) => source.id === job.sourceId)?.source.name ??
      planViews?.find(({ plan }) => plan.id === job.planId)?.plan.name ??
      repositories?.find(({ id }) => id === job.repositoryId)?.name ??
      t(`jobKind.${job.kind}`),
    [sources, planViews, repositories, t],
  );
}
