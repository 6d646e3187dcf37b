import { useTranslation } from "react-i18next";
import type { RepositoryId } from "../../../../shared/ids.ts";
import type { Readiness } from "../../../../shared/model/failover-metrics.ts";
import { Band } from "../../../components/band.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import styles from "./readiness.module.css";

/** How ready a repository is for a failover and for a restore, and what each score is made of. */
export function ReadinessBand({ repositoryId }: { readonly repositoryId: RepositoryId }) {
  const { t } = useTranslation("failover");
  const answer = useCall("failover.readiness", { repositoryId }, { everyMs: 60_000 });
  return (
    <Band heading={t("readiness.heading")} caption={t("readiness.caption")}>
      {answer.kind === "loading" && <Waiting rows={4} rowHeight={32} />}
      {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
      {answer.kind === "ready" && (
        <>
          <div className={styles.scores}>
            <Score kind="failover" readiness={answer.value.readiness.failover} />
            <Score kind="backup" readiness={answer.value.readiness.backup} />
          </div>
          <details className={styles.how}>
            <summary>{t("readiness.how")}</summary>
            <p>{t("readiness.formula", answer.value.readiness.failover.logistic)}</p>
            {(["failover", "backup"] as const).map((kind) => (
              <Gains key={kind} kind={kind} readiness={answer.value.readiness[kind]} />
            ))}
          </details>
        </>
      )}
    </Band>
  );
}

type ScoreProps = { readonly kind: "failover" | "backup"; readonly readiness: Readiness };
type Part = Readiness["contributions"][number];

const outOf100 = (share: number) => Math.round(share * 100);

function Score({ kind, readiness }: ScoreProps) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const { score, contributions, facts } = readiness;
  const name = t(`readiness.${kind}`);
  return (
    <div>
      <div className={styles.score}>
        <span>{name}</span>
        <span className={styles.number} title={t("readiness.score", { score: outOf100(score) })}>
          {outOf100(score)}
        </span>
        <span className={styles.track} aria-hidden="true">
          <i style={{ transform: `scaleX(${score})` }} />
        </span>
      </div>
      <ul className={styles.parts} aria-label={name}>
        {contributions.map((part) => (
          <li
            key={part.kind}
            className={styles.part}
            title={t("readiness.ifPerfect", { score: outOf100(part.scoreIfPerfect) })}
          >
            <span>{t(`readiness.${part.kind}`)}</span>
            <span className={styles.value} data-unknown={part.value === null}>
              {wordsOf(part)}
            </span>
            <span className={styles.points}>
              {outOf100(part.adds)} / {outOf100(part.weight)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );

  function wordsOf({ kind: evidence }: Part): string {
    switch (evidence) {
      case "copies":
        return facts.healthyCopies === null ? t("readiness.unknown") : format.count(facts.healthyCopies);
      case "freshness":
        if (facts.behindMs === null) return t("readiness.unknown");
        if (kind === "backup") return t("readiness.old", { span: format.runTime(facts.behindMs) });
        return facts.behindMs === 0
          ? t("readiness.behindNothing")
          : t("readiness.behind", { span: format.runTime(facts.behindMs) });
      case "verified":
        return facts.verifiedShare === null ? t("readiness.unknown") : format.percent(facts.verifiedShare);
      case "drill":
        return facts.drill === null
          ? t("readiness.noDrill")
          : t(facts.drill.passed ? "readiness.drillPassed" : "readiness.drillFailed", {
              span: format.span(facts.drill.ageMs),
            });
    }
  }
}

/** What each score would be if one of its parts were perfect: what to do about it first. */
function Gains({ kind, readiness }: ScoreProps) {
  const { t } = useTranslation("failover");
  const open = readiness.contributions.filter(({ adds, weight }) => adds < weight - 0.005);
  if (open.length === 0) return null;
  return (
    <ul>
      {open.map((part) => (
        <li key={part.kind}>
          {t("readiness.gain", {
            ...{ score: t(`readiness.${kind}`), part: t(`readiness.${part.kind}`) },
            better: outOf100(part.scoreIfPerfect),
          })}
        </li>
      ))}
    </ul>
  );
}
