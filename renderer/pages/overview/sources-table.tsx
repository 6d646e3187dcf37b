import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Overview, SourceStatus } from "../../../shared/model/overview.ts";
import type { PlanView } from "../../../shared/model/plan.ts";
import { contentsOf } from "../../../shared/model/source.ts";
import type { ChangedSince, Loss, Survival } from "../../../shared/model/survival.ts";
import { describeChanges, describeLoss } from "../../../shared/words/survival.ts";
import { Button } from "../../components/button.tsx";
import { Copies, type CopyState } from "../../components/copies.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { FreshnessTrack } from "../../components/freshness-track.tsx";
import { Icon } from "../../components/icon.tsx";
import { MiddleText } from "../../components/middle-text.tsx";
import { Sideways } from "../../components/sideways.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import { useLanguage } from "../../words/use-language.ts";
import { protectionAt } from "./headline.ts";
import styles from "./sources-table.module.css";
import { SurvivalCell } from "./survival/survival-cell.tsx";
import { useCellKeys } from "./survival/use-cell-keys.ts";
import { useDueWords } from "./use-due-words.ts";

const MOST_BOXES = 3;
/** From here on their columns are narrow. */
const MANY = 4;
/** In the smallest window that is not enlarged all of it has to have room. */
const MOST_LEAST = 920;
const TWO_DAYS_MS = 48 * 3_600_000;

type SourcesTableProps = {
  readonly overview: Overview;
  readonly plans: readonly PlanView[];
  /** Undefined while it is not known. */
  readonly survival: Survival | undefined;
};

/** Each source with the age of its newest good backup against its deadline, its copies, and how many are left when something goes. */
export function SourcesTable({ overview, plans, survival }: SourcesTableProps) {
  const { t } = useTranslation(["overview", "hardware"]);
  const language = useLanguage();
  const run = useAct("plans.run");
  const losses = shownLosses(survival);
  const focusOf = useCellKeys(losses.length);
  const span = losses.length > 0 ? { rowSpan: 2 } : {};
  return (
    <>
      {run.error !== undefined && <ErrorNote error={run.error} />}
      <Sideways label={t("hardware:survival.heading")} least={Math.min(MOST_LEAST, 540 + 76 * losses.length)}>
        <table className={styles.table}>
          <colgroup>
            <col />
            <col className={styles.newestColumn} />
            <col className={styles.copiesColumn} />
            {losses.map(({ id }) => (
              <col key={id} className={styles.lossColumn} data-many={losses.length > MANY} />
            ))}
            <col className={styles.lostColumn} />
            <col className={styles.actionColumn} />
          </colgroup>
          <thead>
            <tr>
              <th {...span}>{t("sources.source")}</th>
              <th {...span}>{t("sources.newest")}</th>
              <th {...span}>{t("sources.copies")}</th>
              {losses.length > 0 && (
                <th className={styles.lossGroup} colSpan={losses.length} scope="colgroup">
                  <span>{t("hardware:survival.lose")}</span>
                </th>
              )}
              <th className={styles.lost} {...span}>
                {t("sources.lost")}
              </th>
              <th {...span}>
                <span className={styles.hidden}>{t("actions.backUp")}</span>
              </th>
            </tr>
            {losses.length > 0 && (
              <tr>
                {losses.map((loss) => (
                  <th key={loss.id} className={styles.loss} scope="col" title={describeLoss(loss, language)}>
                    <span className={styles.lossName}>{describeLoss(loss, language)}</span>
                  </th>
                ))}
              </tr>
            )}
          </thead>
          <tbody>
            {overview.sources.map((status, n) => (
              <SourceRow
                key={status.source.id}
                status={status}
                overview={overview}
                cells={cellsOf(status, n)}
                changed={
                  survival?.rows.find(({ sourceId }) => sourceId === status.source.id)?.changedSince ?? null
                }
                isRunning={overview.jobs.some(({ sourceId }) => sourceId === status.source.id)}
                planId={planOf(status, plans)}
                onRun={(planId) => void run.run({ planId })}
              />
            ))}
          </tbody>
        </table>
      </Sideways>
    </>
  );

  /** As many as there are losses; empty ones for a source that was added since that was found out. */
  function cellsOf({ source }: SourceStatus, rowNumber: number): readonly ReactNode[] {
    const row = survival?.rows.find(({ sourceId }) => sourceId === source.id);
    return losses.map((loss, n) => {
      const cell = row?.cells.find(({ lossId }) => lossId === loss.id);
      const isKnown = row !== undefined && cell !== undefined && survival !== undefined;
      return (
        <td key={loss.id} className={styles.lossCell} data-cell="">
          {isKnown && <SurvivalCell {...{ row, cell, loss, survival }} {...focusOf(rowNumber, n)} />}
        </td>
      );
    });
  }
}

/** All boxes would push everything else out of sight; the command line tells of all. */
function shownLosses(survival: Survival | undefined): readonly Loss[] {
  const boxes = (survival?.losses ?? []).filter(({ kind }) => kind === "host").slice(0, MOST_BOXES);
  return (survival?.losses ?? []).filter((loss) => loss.kind !== "host" || boxes.includes(loss));
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
  /** What is left of its copies, loss by loss. */
  readonly cells: readonly ReactNode[];
  /** About how much has changed since its newest good backup; null where nobody can say. */
  readonly changed: ChangedSince | null;
};

function SourceRow({ status, overview, isRunning, planId, onRun, cells, changed }: SourceRowProps) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const dueWords = useDueWords(overview.repositories);
  const { source, newestGoodMs, deadlineMs, copies, sizeBytes } = status;
  const protection = protectionAt(status, format.nowMs);
  const due = dueWords(status);
  const age = newestGoodMs === null ? noneWords() : ageWords(newestGoodMs);
  // no age, and nothing to be measured against a deadline
  const isAgeUnknown = newestGoodMs === null && (protection === "damaged" || protection === "unknown");
  const isBad = protection === "overdue" || protection === "never" || protection === "damaged";
  const states = copies.map((copy): CopyState => {
    if (copy.newestMs === null) return "lost";
    if (!copy.answers) return "unknown";
    return copy.isNewest ? "newest" : "older";
  });
  const good = states.filter((state) => state === "newest").length;
  const older = states.filter((state) => state === "older").length;
  const unknown = states.filter((state) => state === "unknown").length;
  const isUnknown = good === 0 && older === 0 && unknown > 0;
  const places = overview.repositories
    .filter(({ replicas }) =>
      replicas.some(({ id }) => copies.some((copy) => copy.replicaId === id && copy.newestMs !== null)),
    )
    .map(({ name }) => name);
  const contents = contentsOf(source);
  const firstPath = contents[0] ?? "";
  return (
    <tr>
      <td>
        <div className={styles.source}>
          <Icon name={source.icon} />
          <div className={styles.words}>
            <span className={styles.name}>{source.name}</span>
            <span className={styles.sub}>
              <MiddleText text={contents.length > 1 ? `${firstPath} +${contents.length - 1}` : firstPath} />
              {sizeBytes !== null && <span>· {format.bytes(sizeBytes)}</span>}
            </span>
          </div>
        </div>
      </td>
      <td>
        <div className={styles.newest}>
          {!isAgeUnknown && (
            <FreshnessTrack share={shareOf(status, format.nowMs)} label={t("sources.track", { age, due })} />
          )}
          <div className={styles.words}>
            <span className={styles.age}>{age}</span>
            <span className={styles.due} data-bad={isBad}>
              {due}
            </span>
            {status.lastRunFailed && <span className={styles.problems}>{t("sources.lastFailed")}</span>}
            {status.lastRunHadProblems && <span className={styles.problems}>{t("sources.problems")}</span>}
          </div>
        </div>
      </td>
      <td title={format.names(places)}>
        <Copies
          states={states}
          words={
            isUnknown
              ? "?"
              : older > 0
                ? t("sources.copiesOlder", { count: good, older })
                : format.count(good)
          }
          label={format.facts([
            t("sources.copiesWord", { count: good }),
            ...(unknown > 0 ? [t("sources.copiesUnknown", { count: unknown })] : []),
            ...places,
          ])}
          {...(isUnknown ? { tone: "unknown" as const } : {})}
        />
      </td>
      {cells}
      <td className={styles.lost} data-bad={isBad}>
        {lostWork(status, format.nowMs, t("sources.everything"), t("sources.nobodyKnows"), (ms) =>
          format.span(ms, "short"),
        )}
        {newestGoodMs !== null && changed !== null && <LostChanges changed={changed} />}
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

/** About how many files that time stands for; in full for who asks. */
function LostChanges({ changed }: { readonly changed: ChangedSince }) {
  const { t } = useTranslation("hardware");
  const language = useLanguage();
  const format = useFormat();
  const whole = describeChanges(changed, language);
  return (
    <span className={styles.changed} title={whole}>
      <span aria-hidden="true">
        {changed.files === 0
          ? t("survival.changedNone")
          : t("survival.changed", { count: changed.files, files: format.count(changed.files) })}
      </span>
      <span className={styles.hidden}>{whole}</span>
    </span>
  );
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
