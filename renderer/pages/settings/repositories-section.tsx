import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PlanView } from "../../../shared/model/plan.ts";
import { Band } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useCall } from "../../host/use-call.ts";
import { OpenRepositoryDialog } from "./open-repository-dialog.tsx";
import { RepositoryRow } from "./repository-row.tsx";

/** Where the backups are. */
export function RepositoriesSection() {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  const repositories = useCall("repositories.list", {});
  const plans = useCall("plans.list", {});
  const [isOpening, setIsOpening] = useState(false);
  const open = (
    <Button size="small" onClick={() => setIsOpening(true)}>
      {t("repositories.open")}
    </Button>
  );
  const make = (
    <Button size="small" kind="primary" onClick={() => navigate("/set-up")}>
      {t("repositories.make")}
    </Button>
  );
  return (
    <Band heading={t("repositories.heading")} caption={t("repositories.caption")} end={open}>
      {repositories.kind === "loading" && <Waiting rows={2} rowHeight={76} />}
      {repositories.kind === "failed" && (
        <ErrorNote error={repositories.error} onRetry={repositories.retry} />
      )}
      {repositories.kind === "ready" &&
        (repositories.value.repositories.length === 0 ? (
          <Empty icon="nas" title={t("repositories.empty")} action={make}>
            {t("repositories.emptyText")}
          </Empty>
        ) : (
          <ul>
            {repositories.value.repositories.map((repository) => (
              <RepositoryRow
                key={repository.id}
                repository={repository}
                planNames={
                  plans.kind === "ready" ? namesOfPlans(plans.value.plans, repository.id) : undefined
                }
              />
            ))}
          </ul>
        ))}
      {isOpening && <OpenRepositoryDialog onClose={() => setIsOpening(false)} />}
    </Band>
  );
}

function namesOfPlans(plans: readonly PlanView[], repositoryId: string): string[] {
  return plans.filter(({ plan }) => plan.repositoryId === repositoryId).map(({ plan }) => plan.name);
}
