import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { printable } from "../../../../shared/format/printable.ts";
import { formatSiBytes } from "../../../../shared/format/si-bytes.ts";
import type { JobView } from "../../../../shared/model/job.ts";
import { describeProblem } from "../../../../shared/words/problems.ts";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon } from "../../../components/icon.tsx";
import { MiddleText } from "../../../components/middle-text.tsx";
import { RenamedEntries } from "../../../components/renamed-entries.tsx";
import { type VerdictName, VerdictShape } from "../../../components/verdict.tsx";
import { useGap } from "../../../words/use-gap.ts";
import { resultFacts } from "../model/result-facts.ts";
import { useWords } from "../use-words.ts";
import styles from "./restore-result.module.css";

type Translate = TFunction<"restore">;

/** How a restore ended, in one sentence. */
export function resultSentence(job: JobView, t: Translate): { verdict: VerdictName; first: string } {
  const facts = resultFacts(job);
  const { database } = job;
  if (database !== undefined && job.state === "done") {
    const { tables = 0, rows = 0 } = job.counts ?? {};
    const numbers = { tables: formatGrouped(tables), rows: formatGrouped(rows) };
    return { verdict: "ok", first: t("database.done", { name: database.name, ...numbers }) };
  }
  const back =
    facts.filesRestored > 0
      ? t("result.done", {
          count: facts.filesRestored,
          n: formatGrouped(facts.filesRestored),
          size: formatSiBytes(facts.bytesRestored),
        })
      : t(facts.filesSkipped > 0 ? "result.nothingDone" : "result.nothingToDo");
  switch (job.state) {
    case "done":
      return { verdict: facts.filesRestored === 0 && facts.filesSkipped > 0 ? "info" : "ok", first: back };
    case "done-with-problems":
      return {
        verdict: "warning",
        first: t("result.problems", { count: job.problemCount, n: formatGrouped(job.problemCount) }),
      };
    case "cancelled":
      return { verdict: "info", first: t("result.cancelled") };
    case "interrupted":
      return { verdict: "warning", first: t("result.interrupted") };
    default:
      return { verdict: "failed", first: t("result.failed") };
  }
}

type RestoreResultProps = {
  readonly job: JobView;
  /** Null for where it was; undefined when it is not known. */
  readonly folder: string | null | undefined;
};

/** What a restore brought back, what of it is proven, and what is not. */
export function RestoreResult({ job, folder }: RestoreResultProps) {
  const { t, language } = useWords();
  const { t: beside } = useTranslation("keptBeside");
  const gap = useGap();
  const facts = resultFacts(job);
  const { verdict, first } = resultSentence(job, t);
  const isDone = job.state === "done" || job.state === "done-with-problems";
  const more = job.problemCount - job.problems.length;
  const counted = (key: "verified" | "unchanged" | "skipped" | "others", count: number) =>
    t(`result.${key}`, { count, n: formatGrouped(count) });
  return (
    <div className={styles.result}>
      <p className={styles.sentence}>
        <VerdictShape verdict={verdict} size={22} />
        <span>
          {first}
          {job.state === "done-with-problems" && facts.filesRestored > 0 && (
            <>
              {gap}
              {t("result.done", {
                count: facts.filesRestored,
                n: formatGrouped(facts.filesRestored),
                size: formatSiBytes(facts.bytesRestored),
              })}
            </>
          )}
        </span>
      </p>
      {job.error !== null && job.error.code !== "CANCELLED" && <ErrorNote error={job.error} />}
      {(job.state === "cancelled" || job.state === "interrupted") && <p>{t("result.cancelledText")}</p>}
      {isDone && (
        <ul className={styles.facts}>
          {job.database !== undefined && (
            <li>
              <Icon name={job.database.keptOwners ? "tick" : "minus"} size={14} />
              {t(job.database.keptOwners ? "database.owners" : "database.noOwners")}
            </li>
          )}
          {job.database !== undefined && job.database.replacedAs !== null && (
            <li>
              <Icon name="database" size={14} />
              {t("database.replaced", { name: job.database.replacedAs })}
            </li>
          )}
          {folder !== undefined && facts.filesRestored > 0 && (
            <li>
              <Icon name="folder" size={14} />
              {folder === null ? (
                t("result.whereOriginal")
              ) : (
                <MiddleText text={t("result.where", { folder })} />
              )}
            </li>
          )}
          {facts.proof === "all" && (
            <li>
              <Icon name="tick" size={14} />
              {t("result.verifiedAll")}
            </li>
          )}
          {facts.proof === "some" && (
            <li>
              <Icon name="tick" size={14} />
              {counted("verified", facts.filesVerified)}
            </li>
          )}
          {facts.proof === "none" && facts.filesRestored > 0 && (
            <li>
              <VerdictShape verdict="unknown" size={14} />
              {t("result.notVerified")}
            </li>
          )}
          {facts.filesUnchanged > 0 && (
            <li>
              <Icon name="minus" size={14} />
              {counted("unchanged", facts.filesUnchanged)}
            </li>
          )}
          {facts.filesSkipped > 0 && (
            <li>
              <Icon name="minus" size={14} />
              {counted("skipped", facts.filesSkipped)}
            </li>
          )}
          {facts.entriesRenamed > 0 && (
            <li>
              <Icon name="file" size={14} />
              {beside("fact", { count: facts.entriesRenamed, n: formatGrouped(facts.entriesRenamed) })}
            </li>
          )}
          {facts.othersRestored > 0 && (
            <li>
              <Icon name="link" size={14} />
              {counted("others", facts.othersRestored)}
            </li>
          )}
        </ul>
      )}
      {job.renamed.length > 0 && <RenamedEntries job={job} />}
      {job.problems.length > 0 && (
        <section aria-label={t("result.notProven")}>
          <h3 className={styles.heading}>{t("result.notProven")}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
          <ul className={styles.problems} tabIndex={0}>
            {job.problems.map(({ path, reason, systemCode }) => (
              <li key={`${path} ${reason}`}>
                <MiddleText text={printable(path)} />
                <small>{describeProblem(reason, systemCode, language)}</small>
              </li>
            ))}
          </ul>
          {more > 0 && <p>{t("result.more", { count: more, n: formatGrouped(more) })}</p>}
        </section>
      )}
    </div>
  );
}
