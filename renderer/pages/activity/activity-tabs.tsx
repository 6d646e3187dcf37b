import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import styles from "./activity-tabs.module.css";

const TABS = ["jobs", "audit"] as const;
export type ActivityTab = (typeof TABS)[number];

/** Jobs, or who did what. */
export function ActivityTabs({ open }: { readonly open: ActivityTab }) {
  const { t } = useTranslation("audit");
  const navigate = useNavigate();
  return (
    <section className={styles.tabs} aria-label={t("tabs")} data-region="tabs">
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          aria-pressed={tab === open}
          onClick={() => navigate(tab === "jobs" ? "/activity" : "/activity/audit")}
        >
          {t(`tab.${tab}`)}
        </button>
      ))}
    </section>
  );
}
