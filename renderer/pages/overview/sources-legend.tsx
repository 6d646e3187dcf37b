import { useTranslation } from "react-i18next";
import { CopySquares } from "../../components/copies.tsx";
import styles from "./sources-table.module.css";

/** What the signs in the table of sources mean. */
export function Legend() {
  const { t } = useTranslation(["overview", "hardware"]);
  return (
    <>
      <span className={styles.legend}>
        <CopySquares states={["newest"]} /> {t("sources.legendCopy")}
      </span>
      <span className={styles.legend}>
        <CopySquares states={["older"]} /> {t("sources.legendOlder")}
      </span>
      <span className={styles.legend}>
        <CopySquares states={["lost"]} /> {t("sources.legendLost")}
      </span>
      <span className={styles.legend}>
        <CopySquares states={["unknown"]} /> {t("hardware:survival.legendUnknown")}
      </span>
      <span className={styles.legend}>
        <svg width="2" height="12" aria-hidden="true">
          <path d="M1 0v12" stroke="var(--ink-2)" strokeWidth="1.25" />
        </svg>
        {t("sources.legendDeadline")}
      </span>
    </>
  );
}
