import { useTranslation } from "react-i18next";
import { Icon } from "../../components/icon.tsx";
import { VerdictShape } from "../../components/verdict.tsx";
import styles from "./plans-table.module.css";

/** What the signs in the histories mean. */
export function PlansLegend() {
  const { t } = useTranslation("backups");
  return (
    <>
      <span className={styles.legend}>
        <VerdictShape verdict="warning" size={11} />
        {t("legend.problems")}
      </span>
      <span className={styles.legend} data-kind="failed">
        <Icon name="x" size={12} />
        {t("legend.failed")}
      </span>
      <span className={styles.legend}>
        <svg width="10" height="8" aria-hidden="true">
          <path d="M0 4h10" stroke="var(--ink-3)" strokeDasharray="2 1.4" />
        </svg>
        {t("legend.missed")}
      </span>
    </>
  );
}
