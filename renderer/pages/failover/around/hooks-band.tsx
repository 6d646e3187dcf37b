import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import type { HookView } from "../../../../shared/model/failover-hooks.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import styles from "./around.module.css";
import { HookDialog } from "./hook-dialog.tsx";
import { HookRow } from "./hook-row.tsx";

/** What is run and who is told when backups of a repository move, and how that went lately. */
export function HooksBand({ view }: { readonly view: Pick<FailoverView, "repositoryId" | "name"> }) {
  const { t } = useTranslation("around");
  const answer = useCall("hooks.list", { repositoryId: view.repositoryId });
  const [edited, setEdited] = useState<HookView | "new">();
  const hooks = answer.kind === "ready" ? answer.value.hooks : [];
  return (
    <Band
      heading={t("hooks.heading")}
      caption={t("hooks.caption")}
      end={
        answer.kind === "ready" && (
          <Button kind="quiet" size="small" onClick={() => setEdited("new")}>
            {t("hooks.add")}
          </Button>
        )
      }
    >
      {answer.kind === "loading" && <Waiting rows={2} rowHeight={48} />}
      {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
      {answer.kind === "ready" && hooks.length === 0 && <p className={styles.none}>{t("hooks.none")}</p>}
      {hooks.length > 0 && (
        <ul>
          {hooks.map((hook) => (
            <HookRow key={hook.id} hook={hook} onEdit={() => setEdited(hook)} />
          ))}
        </ul>
      )}
      {edited !== undefined && (
        <HookDialog
          view={view}
          hook={edited === "new" ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Band>
  );
}
