import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { JobView } from "../../../shared/model/job.ts";
import { useCall } from "../../host/use-call.ts";

/** @returns what makes a job's title, like "Backup of Documents" */
export function useJobTitles(): (job: JobView) => string {
  const { t } = useTranslation("activity");
  const nameOf = useJobNames();
  return useCallback((job) => t(`title.${job.kind}`, { name: nameOf(job) ?? t("gone") }), [nameOf, t]);
}

/** @returns what says what a job works on: its source, else its plan, else its repository; undefined when all of them are gone */
export function useJobNames(): (job: JobView) => string | undefined {
  const sources = useCall("sources.list", {});
  const plans = useCall("plans.list", {});
  const repositories = useCall("repositories.list", {});
  const sourceNames = sources.kind === "ready" ? sources.value.sources : undefined;
  const planNames = plans.kind === "ready" ? plans.value.plans : undefined;
  const repositoryNames = repositories.kind === "ready" ? repositories.value.repositories : undefined;
  return useCallback(
    ({ sourceId, planId, repositoryId }) =>
      sourceNames?.find(({ id }) => id === sourceId)?.name ??
      planNames?.find(({ plan }) => plan.id === planId)?.plan.name ??
      repositoryNames?.find(({ id }) => id === repositoryId)?.name,
    [sourceNames, planNames, repositoryNames],
  );
}
