import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { JobId } from "../../../shared/ids.ts";
import type { Run } from "../../../shared/model/plan.ts";
import { describeProblem } from "../../../shared/words/problems.ts";
import { Band } from "../../components/band.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { MiddleText } from "../../components/middle-text.tsx";
import { VerdictShape } from "../../components/verdict.tsx";
import { useCall } from "../../host/use-call.ts";
import { useLanguage } from "../../words/use-language.ts";
import styles from "./plan-details.module.css";

const SHOWN = 6;

/** What the last run could not read, and why; the whole list is in the job. */
export function Unread({ run }: { readonly run: Run | null }) {
  const { t } = useTranslation("backups");
  if (run === null || run.problemCount === 0) {
    const isKnown = run !== null && (run.state === "done" || run.state === "done-with-problems");
    return (
      <Band heading={t("unread.heading")}>
        <p className={styles.quiet}>{t(isKnown ? "unread.none" : "unread.notKnown")}</p>
      </Band>
    );
  }
  const [firstJob] = run.jobIds;
  return (
    <Band
      heading={t("unread.heading")}
      end={firstJob !== undefined && <Link to={`/activity/${firstJob}`}>{t("unread.log")}</Link>}
    >
      {run.jobIds.map((jobId) => (
        <UnreadOfJob key={jobId} jobId={jobId} />
      ))}
    </Band>
  );
}

function UnreadOfJob({ jobId }: { readonly jobId: JobId }) {
  const { t } = useTranslation("backups");
  const language = useLanguage();
  const job = useCall("jobs.get", { jobId });
  if (job.kind === "failed") return <ErrorNote error={job.error} onRetry={job.retry} />;
  if (job.kind === "loading") return null;
  const { problems, problemCount } = job.value;
  const more = problemCount - Math.min(SHOWN, problems.length);
  return (
    <ul>
      {problems.slice(0, SHOWN).map(({ path, reason, systemCode }) => (
        <li key={path} className={styles.unread}>
          <VerdictShape verdict="warning" size={14} />
          <div>
            <MiddleText text={path} />
            <p className={styles.why}>{describeProblem(reason, systemCode, language)}</p>
          </div>
        </li>
      ))}
      {more > 0 && (
        <li className={styles.why}>
          <Link to={`/activity/${jobId}`}>{t("unread.more", { count: more })}</Link>
        </li>
      )}
    </ul>
  );
}
