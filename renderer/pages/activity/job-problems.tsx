import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { JobView } from "../../../shared/model/job.ts";
import { describeError } from "../../../shared/words/describe-error.ts";
import { describeProblem } from "../../../shared/words/problems.ts";
import { Band } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { MiddleText } from "../../components/middle-text.tsx";
import { useLanguage } from "../../words/use-language.ts";
import styles from "./job-problems.module.css";

/** Shown before somebody asks for all; the engine names a few hundred at most. */
const FIRST = 12;

/** What did not work and did not stop the job, each with its reason. */
export function JobProblems({ job }: { readonly job: JobView }) {
  const { t } = useTranslation("activity");
  const language = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const { problems, problemCount } = job;
  const shown = isOpen ? problems : problems.slice(0, FIRST);
  const unnamed = problemCount - problems.length;
  return (
    <Band heading={t("problemList")} caption={t("problemCaption", { count: problemCount })}>
      <ul className={styles.problems}>
        {shown.map(({ path, reason, systemCode, error }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be of the same path, and they never change
          <li key={n}>
            <MiddleText text={printable(path)} />
            <span>
              {describeProblem(reason, systemCode, language)}
              {error !== undefined && ` ${describeError(error, language).message}`}
            </span>
          </li>
        ))}
      </ul>
      {problems.length > shown.length && (
        <Button kind="quiet" size="small" onClick={() => setIsOpen(true)}>
          {t("showAll", { count: problems.length })}
        </Button>
      )}
      {unnamed > 0 && <p className={styles.more}>{t("moreProblems", { count: unnamed })}</p>}
    </Band>
  );
}
