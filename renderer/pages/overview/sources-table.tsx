import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Overview, SourceStatus } from "../../../shared/model/overview.ts";
import type { PlanView } from "../../../shared/model/plan.ts";
import { Button } from "../../components/button.tsx";
import { Copies, type CopyState } from "../../components/copies.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { FreshnessTrack } from "../../components/freshness-track.tsx";
import { Icon } from "../../components/icon.tsx";
import { MiddleText } from "../../components/middle-text.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import { useGap } from "../../words/use-gap.ts";
import { protectionAt } from "./headline.ts";
import styles from "./sources-table.module.css";
import { useDueWords } from "./use-due-words.ts";

const TWO_DAYS_MS = 48 * 3_600_000;

type SourcesTableProps = { readonly overview: Overview; readonly plans: readonly PlanView[] };

/** Each source with the age of its newest good backup against its deadline, and its copies. */
export function SourcesTable({ overview, plans }: SourcesTableProps) {
  const { t } = useTranslation("overview");
  const run = useAct("plans.run");
  return (
    <>
      {run.error !== undefined && <ErrorNote error={run.error} />}
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={styles.nameColumn}>{t("sources.source")}</th>
            <th className={styles.newestColumn}>{t("sources.newest")}</th>
            <th className={styles.copiesColumn}>{t("sources.copies")}</th>
            <th>{t("sources.places")}</th>
            <th className={styles.lostColumn}>{t("sources.lost")}</th>
            <th className={styles.actionColumn}>
              <span className={styles.hidden}>{t("actions.backUp")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {overview.sources.map((status) => (
            <SourceRow
              key={status.source.id}
              status={status}
              overview={overview}
              isRunning={overview.jobs.some(({ sourceId }) => sourceId === status.source.id)}
              planId={planOf(status, plans)}
              onRun={(planId) => void run.run({ planId })}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The first plan that takes care of it and is not paused. */
function planOf({ source }: SourceStatus, plans: readonly PlanView[]): PlanView["plan"]["id"] | undefined {
  return plans.find(({ plan }) => !plan.isPaused && plan.sourceIds.includes(source.id))?.plan.id;
}

type SourceRowProps = {
  readonly status: SourceStatus;
  readonly overview: Overview;
  readonly isRunning: boolean;
  readonly planId: PlanView["plan"]["id"] | undefined;
  readonly onRun: (planId: PlanView["plan"]["id"]) => void;
};

function SourceRow({ status, overview, isRunning, planId, onRun }: SourceRowProps) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const gap = useGap();
  const dueWords = useDueWords();
  const { source, newestGoodMs, deadlineMs, copies, sizeBytes } = status;
  const protection = protectionAt(status, format.nowMs);
  const due = dueWords(status);
  const age = newestGoodMs === null ? noneWords() : ageWords(newestGoodMs);
  const isBad = protection === "overdue" || protection === "never" || protection === "damaged";
  const states = copies.map((copy): CopyState => {
    if (copy.newestMs === null) return "lost";
    return copy.isNewest ? "newest" : "older";
  });
  const good = states.filter((state) => state === "newest").length;
  const older = states.filter((state) => state === "older").length;
  const places = overview.repositories
    .filter(({ replicas }) =>
      replicas.some(({ id }) => copies.some((copy) => copy.replicaId === id && copy.newestMs !== null)),
    )
    .map(({ name }) => name);
  const firstPath = source.paths[0] ?? "";
  return (
    <tr>
      <td>
        <div className={styles.source}>
          <Icon name={source.icon} />
          <div className={styles.words}>
            <span className={styles.name}>{source.name}</span>
            <span className={styles.sub}>
              <MiddleText
                text={source.paths.length > 1 ? `${firstPath} +${source.paths.length - 1}` : firstPath}
              />
              {sizeBytes !== null && <span>· {format.bytes(sizeBytes)}</span>}
            </span>
          </div>
        </div>
      </td>
      <td>
        <div className={styles.newest}>
          <FreshnessTrack share={shareOf(status, format.nowMs)} label={t("sources.track", { age, due })} />
          <div className={styles.words}>
            <span className={styles.age}>{age}</span>
            <span className={styles.sub} data-bad={isBad}>
              {due}
            </span>
          </div>
        </div>
      </td>
      <td>
        <Copies
          states={states}
          words={older > 0 ? t("sources.copiesOlder", { count: good, older }) : format.count(good)}
          label={t("sources.copiesWord", { count: good })}
        />
      </td>
      <td className={styles.places} title={format.names(places)}>
        {places.map((place, n) => (
          <Fragment key={place}>
            {n > 0 && gap}
            <span className={styles.place}>
              {n === places.length - 1 ? place : format.names([place, ""]).trimEnd()}
            </span>
          </Fragment>
        ))}
        {status.lastRunFailed && <span className={styles.problems}>{t("sources.lastFailed")}</span>}
        {status.lastRunHadProblems && <span className={styles.problems}>{t("sources.problems")}</span>}
      </td>
      <td className={styles.lost} data-bad={isBad}>
        {lostWork(status, format.nowMs, t("sources.everything"), t("sources.nobodyKnows"), (ms) =>
          format.span(ms, "short"),
        )}
      </td>
      <td className={styles.action}>
        <Button
          size="small"
          icon="play"
          label={t("sources.backUp", { name: source.name })}
          isBusy={isRunning}
          onClick={() => planId !== undefined && onRun(planId)}
          {...(planId === undefined ? { offBecause: t("sources.noPlan") } : {})}
        />
      </td>
    </tr>
  );

  function noneWords(): string {
    return t(protection === "damaged" ? "sources.nobodyKnows" : "sources.never");
  }

  /** A date stands by itself here, not in a sentence. */
  function ageWords(atMs: number): string {
    return format.nowMs - atMs < TWO_DAYS_MS ? format.relative(atMs) : format.date(atMs, "long");
  }

  function shareOf({ dueEveryMinutes }: SourceStatus, nowMs: number): number {
    if (newestGoodMs === null) return isBad ? 2 : 0;
    const allowedMs = deadlineMs === null ? (dueEveryMinutes ?? 1440) * 120_000 : deadlineMs - newestGoodMs;
    return allowedMs <= 0 ? 2 : (nowMs - newestGoodMs) / allowedMs;
  }
}

/** What would be gone if the source were lost now: the time since its newest good backup. */
function lostWork(
  { newestGoodMs, protection }: SourceStatus,
  nowMs: number,
  everything: string,
  nobodyKnows: string,
  span: (ms: number) => string,
): string {
  if (newestGoodMs === null)
    return protection === "unknown" || protection === "damaged" ? nobodyKnows : everything;
  return span(Math.max(0, nowMs - newestGoodMs));
}
