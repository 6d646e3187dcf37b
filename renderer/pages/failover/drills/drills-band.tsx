import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { DrillStanding, DrillView } from "../../../../shared/model/drill.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import { countDrilledDatabases } from "../../../../shared/words/drill-database-words.ts";
import { drillWords } from "../../../../shared/words/drill-words.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { type SpokenVerdict, Verdict } from "../../../components/verdict.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";
import { useLanguage } from "../../../words/use-language.ts";
import { DrillDialog } from "./drill-dialog.tsx";
import styles from "./drills.module.css";
import { ReportDialog } from "./report-dialog.tsx";

/** The last drills of a repository: what came of them, their reports, and the button that starts one. */
export function DrillsBand({ view }: { readonly view: FailoverView }) {
  const { t } = useTranslation("drills");
  const answer = useCall("drills.standing", {});
  const [isAsking, setIsAsking] = useState(false);
  const standing =
    answer.kind === "ready"
      ? answer.value.repositories.find(({ repositoryId }) => repositoryId === view.repositoryId)
      : undefined;
  return (
    <Band
      heading={t("heading")}
      caption={t("caption")}
      end={
        standing !== undefined &&
        standing.running === null && (
          <Button kind="quiet" size="small" onClick={() => setIsAsking(true)}>
            {t("start")}
          </Button>
        )
      }
    >
      {answer.kind === "loading" && <Waiting rows={4} rowHeight={28} />}
      {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
      {standing !== undefined && <Drills standing={standing} />}
      {isAsking && <DrillDialog view={view} onClose={() => setIsAsking(false)} />}
    </Band>
  );
}

function Drills({ standing }: { readonly standing: DrillStanding }) {
  const { t } = useTranslation("drills");
  const { running, lastRestore, lastFailover } = standing;
  return (
    <>
      {running !== null && <Running drill={running} />}
      {lastRestore === null ? (
        <p className={styles.never}>{t("neverRestore")}</p>
      ) : (
        <Facts drill={lastRestore} nextMs={standing.nextRestoreMs} />
      )}
      {lastFailover === null ? (
        <p className={styles.never}>{t("neverFailover")}</p>
      ) : (
        <Facts drill={lastFailover} nextMs={standing.nextFailoverMs} />
      )}
    </>
  );
}

function Running({ drill }: { readonly drill: DrillView }) {
  const { t } = useTranslation("drills");
  const language = useLanguage();
  const cancel = useAct("drills.cancel");
  const step = drill.failover?.step;
  return (
    <>
      <dl className={styles.facts}>
        <dt className={styles.title}>
          <Verdict verdict="working" word={t("running", { kind: t(drill.kind) })} size={13} />
          {step !== undefined && <span> {drillWords[language].steps[step]}</span>}
        </dt>
        <dd className={styles.end}>
          <Button
            size="small"
            isBusy={cancel.isRunning}
            onClick={() => void cancel.run({ drillId: drill.id })}
          >
            {t("cancel")}
          </Button>
        </dd>
      </dl>
      {cancel.error !== undefined && <ErrorNote error={cancel.error} />}
    </>
  );
}

const VERDICTS: Readonly<Record<DrillView["state"], SpokenVerdict>> = {
  ...{ running: "working", passed: "ok", failed: "failing", incomplete: "warning", cancelled: "unknown" },
  "ended-by-fault": "warning",
};

type FactsProps = { readonly drill: DrillView; readonly nextMs: number | null };

function Facts({ drill, nextMs }: FactsProps) {
  const { t } = useTranslation("drills");
  const language = useLanguage();
  const format = useFormat();
  const [isReading, setIsReading] = useState(false);
  const title = t("reportOf", { when: format.momentInText(drill.startedMs) });
  const { kind, state, startedMs, replicas, failover, problems } = drill;
  const sum = (of: (one: DrillView["replicas"][number]) => number) =>
    replicas.reduce((total, one) => total + of(one), 0);
  const files = sum((one) => one.files);
  const databases = countDrilledDatabases(replicas);
  const slowest = Math.max(0, ...replicas.map(({ fullRestore }) => fullRestore?.seconds ?? 0));
  const rows: (readonly [string, string])[] = [[t("when"), format.moment(startedMs)]];
  if (kind === "restore") {
    rows.push([t("tried"), format.count(files)], [t("same"), format.count(sum((one) => one.same))]);
    if (slowest > 0) rows.push([t("full"), t("fullValue", { time: format.runTime(slowest * 1000) })]);
  }
  if (databases.all > 0) rows.push([t("databases"), t("databasesValue", databases)]);
  if (failover !== null) {
    const { rtoMs, rpoMs } = failover;
    rows.push(
      [t("rto"), rtoMs === null ? t("notKnown") : format.runTime(rtoMs)],
      [t("rpo"), rpoMs === null ? t("notKnown") : rpoMs === 0 ? t("nothing") : format.runTime(rpoMs)],
    );
  }
  rows.push([t("next"), nextMs === null ? t("byHand") : format.moment(nextMs)]);
  return (
    <>
      <dl className={styles.facts}>
        <dt className={styles.title}>{t(kind)}</dt>
        <dd className={styles.end}>
          {state === "passed" ? (
            <span className={styles.passed}>
              <Icon name="tick" size={14} />
              {t("state.passed")}
            </span>
          ) : (
            <Verdict verdict={VERDICTS[state]} word={t(`state.${state}`)} size={13} />
          )}
          <Button kind="quiet" size="small" icon="print" title={title} onClick={() => setIsReading(true)}>
            {t("report")}
          </Button>
        </dd>
        {rows.map(([word, value]) => (
          <FactRow key={word} word={word} value={value} />
        ))}
      </dl>
      {problems.length > 0 && (
        <ul className={styles.problems} aria-label={t("problems")}>
          {problems.map((problem) => (
            <li key={`${problem.code}${problem.detail}`}>
              {printable(drillWords[language].problem(problem))}
            </li>
          ))}
        </ul>
      )}
      {isReading && <ReportDialog {...{ drill, title }} onClose={() => setIsReading(false)} />}
    </>
  );
}

function FactRow({ word, value }: { readonly word: string; readonly value: string }) {
  return (
    <>
      <dt>{word}</dt>
      <dd>{value}</dd>
    </>
  );
}
