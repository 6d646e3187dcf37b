import { useTranslation } from "react-i18next";
import type { Run } from "../../../shared/model/plan.ts";
import { Band } from "../../components/band.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useFormat } from "../../components/use-format.ts";
import styles from "./plan-details.module.css";

/** What the last run did, in numbers; or why it did not. */
export function LastRun({ run }: { readonly run: Run | null }) {
  const { t } = useTranslation("backups");
  const format = useFormat();
  if (run === null) {
    return (
      <Band heading={t("lastRun.heading")}>
        <p className={styles.quiet}>{t("lastRun.never")}</p>
      </Band>
    );
  }
  const startedMs = run.startedMs ?? run.dueMs;
  const span =
    run.endedMs === null
      ? format.moment(startedMs)
      : t("lastRun.span", { from: format.moment(startedMs), to: format.timeOfDay(run.endedMs) });
  const rows: readonly (readonly [word: string, value: string, isWarning?: boolean])[] = [
    [t("lastRun.new"), format.count(run.filesNew)],
    [t("lastRun.changed"), format.count(run.filesChanged)],
    [t("lastRun.unchanged"), format.count(run.filesUnmodified)],
    ...(run.filesGone === null ? [] : [[t("lastRun.gone"), format.count(run.filesGone)] as const]),
    [t("lastRun.read"), format.bytes(run.bytesProcessed)],
    [t("lastRun.added"), format.bytes(run.bytesAdded)],
    ...(run.problemCount === 0
      ? []
      : [[t("lastRun.unreadable"), format.count(run.problemCount), true] as const]),
  ];
  return (
    <Band heading={t("lastRun.heading")} caption={span}>
      {run.error !== null && <ErrorNote error={run.error} />}
      {run.state !== "failed" && run.state !== "missed" && (
        <dl className={styles.numbers}>
          {rows.map(([word, value, isWarning = false]) => [
            <dt key={word} data-warning={isWarning}>
              {word}
            </dt>,
            <dd key={`${word} value`} data-warning={isWarning}>
              {value}
            </dd>,
          ])}
        </dl>
      )}
      {run.state === "missed" && <p className={styles.quiet}>{t("lastRun.missed")}</p>}
    </Band>
  );
}
