import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import { useCall } from "../../../host/use-call.ts";
import styles from "./readiness-lines.module.css";

/** How ready each repository with several places is for a failover and for a restore, as two short tracks; what they are made of is on the failover page. */
export function ReadinessLines() {
  const sets = useCall("failover.list", {});
  if (sets.kind !== "ready" || sets.value.repositories.length === 0) return null;
  return (
    <ul className={styles.lines}>
      {sets.value.repositories.map((view) => (
        <Lines key={view.repositoryId} view={view} isOnly={sets.value.repositories.length === 1} />
      ))}
    </ul>
  );
}

function Lines({ view, isOnly }: { readonly view: FailoverView; readonly isOnly: boolean }) {
  const { t } = useTranslation("failover");
  const { repositoryId } = view;
  const answer = useCall("failover.readiness", { repositoryId }, { everyMs: 60_000 });
  if (answer.kind !== "ready") return null;
  const { readiness } = answer.value;
  return (["failover", "backup"] as const).map((kind) => {
    const score = Math.round(readiness[kind].score * 100);
    const words = t(`line.ready.${kind}`);
    return (
      <li key={kind} className={styles.line}>
        <Link to={`/failover/${repositoryId}`}>{isOnly ? words : `${printable(view.name)}: ${words}`}</Link>
        <span className={styles.track} aria-hidden="true">
          <i style={{ transform: `scaleX(${readiness[kind].score})` }} />
        </span>
        <span className={styles.score} title={t("readiness.score", { score })}>
          {score}
        </span>
      </li>
    );
  });
}
