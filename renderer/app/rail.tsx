import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import type { AppState } from "../../shared/model/app.ts";
import type { JobView } from "../../shared/model/job.ts";
import { Icon } from "../components/icon.tsx";
import { VerdictShape } from "../components/verdict.tsx";
import type { PageEntry, PageId } from "./pages.tsx";
import styles from "./rail.module.css";
import type { RailCount } from "./rail-counts.ts";
import { RunningJob } from "./running-job.tsx";

type RailProps = {
  readonly pages: readonly PageEntry[];
  readonly counts: Partial<Record<PageId, RailCount>>;
  readonly jobs: readonly JobView[];
  readonly nameOf: (job: JobView) => string;
  readonly app: AppState;
  /** Only icons: words come as tooltips. */
  readonly isNarrow: boolean;
};

/** The way to the pages, with what needs a person there; below it what runs, and where the engine runs. */
export function Rail({ pages, counts, jobs, nameOf, app, isNarrow }: RailProps) {
  const { t } = useTranslation("shell");
  return (
    <aside className={styles.rail} data-region="rail" data-narrow={isNarrow} aria-label={t("rail")}>
      <nav className={styles.pages} aria-label={t("pages")}>
        {pages.map((page) => (
          <Tooltip
            key={page.id}
            label={t(`page.${page.id}`)}
            position="right"
            disabled={!isNarrow}
            events={{ hover: true, focus: true, touch: false }}
          >
            <NavLink to={`/${page.id}`} className={styles.page ?? ""} data-after-gap={page.isAfterGap}>
              <Icon name={page.icon} />
              <span className={styles.label}>{t(`page.${page.id}`)}</span>
              <Count count={counts[page.id]} />
            </NavLink>
          </Tooltip>
        ))}
      </nav>
      <RunningJob jobs={jobs} nameOf={nameOf} isNarrow={isNarrow} />
      <Engine app={app} isNarrow={isNarrow} />
    </aside>
  );
}

function Count({ count }: { readonly count: RailCount | undefined }) {
  const { t } = useTranslation("shell");
  if (count === undefined) return null;
  const label = t(count.verdict === "working" ? "running" : "needsPerson", { count: count.count });
  return (
    <span className={styles.count} data-verdict={count.verdict}>
      <VerdictShape verdict={count.verdict} size={12} label={label} />
      <span aria-hidden="true">{count.count}</span>
    </span>
  );
}

function Engine({ app, isNarrow }: { readonly app: AppState; readonly isNarrow: boolean }) {
  const { t } = useTranslation("shell");
  const where = t(`engine.${app.hostKind}`, { hostname: app.hostname });
  const hint = t(`engine.${app.hostKind}Hint`);
  return (
    <Tooltip label={`${where}. ${hint}.`} position="right" disabled={!isNarrow}>
      <div className={styles.engine}>
        <Icon name={app.hostKind === "desktop" ? "computer" : "server"} size={14} />
        <p className={styles.label}>
          <strong>{where}</strong>
          <br />
          {hint}
        </p>
      </div>
    </Tooltip>
  );
}
