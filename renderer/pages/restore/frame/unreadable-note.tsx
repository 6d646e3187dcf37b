import { useState } from "react";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useAct } from "../../../host/use-act.ts";
import pageStyles from "../restore-page.module.css";
import { useWords } from "../use-words.ts";

type UnreadableNoteProps = { readonly repositoryId: RepositoryView["id"]; readonly unreadable: number };

/** Snapshots that cannot be read are told, never left out silently. */
export function UnreadableNote({ repositoryId, unreadable }: UnreadableNoteProps) {
  const { t } = useWords();
  const check = useAct("repositories.check");
  const [isStarted, setIsStarted] = useState(false);
  if (unreadable === 0) return null;
  return (
    <div className={pageStyles.unreadable}>
      <VerdictShape verdict="warning" size={14} />
      <span>{t("lead.unreadable", { count: unreadable, n: formatGrouped(unreadable) })}</span>
      {isStarted ? (
        <span>{t("lead.checking")}</span>
      ) : (
        <Button
          kind="quiet"
          size="small"
          isBusy={check.isRunning}
          onClick={async () => {
            const started = await check.run({ repositoryId, readDataPercent: 0 });
            if (started !== undefined) setIsStarted(true);
          }}
        >
          {t("lead.checkNow")}
        </Button>
      )}
      {check.error !== undefined && <ErrorNote error={check.error} />}
    </div>
  );
}
