import { useTranslation } from "react-i18next";
import { formatGrouped } from "../../shared/format/grouped-count.ts";
import { printable } from "../../shared/format/printable.ts";
import type { JobView } from "../../shared/model/job.ts";
import { MiddleText } from "./middle-text.tsx";
import styles from "./renamed-entries.module.css";

/** Where what a restore kept beside other things is now, and what it is called in the snapshot. */
export function RenamedEntries({ job }: { readonly job: JobView }) {
  const { t } = useTranslation("keptBeside");
  const more = (job.counts?.entriesRenamed ?? 0) - job.renamed.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <ul className={styles.entries} aria-label={t("heading")} tabIndex={0}>
        {job.renamed.map(({ path, restoredAs }) => (
          <li key={path}>
            <MiddleText text={printable(restoredAs)} />
            <small>{t("of", { name: printable(path.slice(path.lastIndexOf("/") + 1)) })}</small>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles.more}>{t("more", { count: more, n: formatGrouped(more) })}</p>}
    </>
  );
}
