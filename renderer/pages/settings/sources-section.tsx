import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PlanView } from "../../../shared/model/plan.ts";
import { contentsOf, type Source } from "../../../shared/model/source.ts";
import { Band } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Icon } from "../../components/icon.tsx";
import { RemoveSourceDialog } from "../../components/source/remove-source-dialog.tsx";
import { SourceDialog } from "../../components/source/source-dialog.tsx";
import { useFormat } from "../../components/use-format.ts";
import { Verdict } from "../../components/verdict.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useCall } from "../../host/use-call.ts";
import styles from "./sources-section.module.css";

/** What is protected. */
export function SourcesSection() {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  const sources = useCall("sources.list", {});
  const plans = useCall("plans.list", {});
  return (
    <Band heading={t("sources.heading")} caption={t("sources.caption")}>
      {sources.kind === "loading" && <Waiting rows={3} rowHeight={52} />}
      {sources.kind === "failed" && <ErrorNote error={sources.error} onRetry={sources.retry} />}
      {sources.kind === "ready" &&
        (sources.value.sources.length === 0 ? (
          <Empty
            icon="folder"
            title={t("sources.empty")}
            action={<Button onClick={() => navigate("/backups")}>{t("sources.toBackups")}</Button>}
          >
            {t("sources.emptyText")}
          </Empty>
        ) : (
          <ul>
            {sources.value.sources.map((source) => (
              <SourceRow
                key={source.id}
                source={source}
                plans={plans.kind === "ready" ? plans.value.plans : undefined}
              />
            ))}
          </ul>
        ))}
    </Band>
  );
}

type SourceRowProps = { readonly source: Source; readonly plans: readonly PlanView[] | undefined };

function SourceRow({ source, plans }: SourceRowProps) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const [asked, setAsked] = useState<"edit" | "remove">();
  const close = () => setAsked(undefined);
  const planNames = plans
    ?.filter(({ plan }) => plan.sourceIds.includes(source.id))
    .map(({ plan }) => plan.name);
  return (
    <li className={styles.source}>
      <Icon name={source.icon} size={18} />
      <div className={styles.words}>
        <h3>{source.name}</h3>
        <p>{format.names(contentsOf(source))}</p>
      </div>
      <div className={styles.plans}>
        {planNames?.length === 0 ? (
          <Verdict verdict="warning" word={t("sources.noPlan")} />
        ) : (
          planNames !== undefined && t("sources.plans", { plans: format.list(planNames) })
        )}
        {source.kind === "files" && source.excludes.length > 0 && (
          <small>{t("sources.excludes", { count: source.excludes.length })}</small>
        )}
      </div>
      <div className={styles.buttons}>
        <Button size="small" onClick={() => setAsked("edit")}>
          {t("sources.edit")}
        </Button>
        <Button size="small" kind="quiet" onClick={() => setAsked("remove")}>
          {t("sources.remove")}
        </Button>
      </div>
      {asked === "edit" && <SourceDialog source={source} onClose={close} onSaved={close} />}
      {asked === "remove" && <RemoveSourceDialog source={source} onClose={close} onRemoved={close} />}
    </li>
  );
}
