import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { printable } from "../../../shared/format/printable.ts";
import type { PlanView } from "../../../shared/model/plan.ts";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { RunHistory } from "../../components/run-history.tsx";
import { Sideways } from "../../components/sideways.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { LastResult } from "./last-result.tsx";
import styles from "./plans-table.module.css";

/** Beyond, "in how long" is a date again. */
const TWO_DAYS_MS = 48 * 3_600_000;

type PlansTableProps = {
  readonly plans: readonly PlanView[];
  readonly selectedId: PlanView["plan"]["id"] | undefined;
};

/** A row a plan: what it backs up, when, how its last runs went, and a button to run it now. */
export function PlansTable({ plans, selectedId }: PlansTableProps) {
  const { t } = useTranslation("backups");
  const run = useAct("plans.run");
  const cancel = useAct("plans.cancelRun");
  const error = run.error ?? cancel.error;
  return (
    <>
      {error !== undefined && <ErrorNote error={error} />}
      <Sideways label={t("table.plan")} least={620}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th className={styles.planColumn}>{t("table.plan")}</th>
              <th className={styles.whenColumn}>{t("table.when")}</th>
              <th className={styles.historyColumn}>{t("table.history")}</th>
              <th className={styles.resultColumn}>{t("table.result")}</th>
              <th className={styles.nextColumn}>{t("table.next")}</th>
              <th className={styles.sizeColumn}>{t("table.size")}</th>
              <th className={styles.actionColumn}>
                <span className={styles.hidden}>{t("actions.run")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {plans.map((view) => (
              <PlanRow
                key={view.plan.id}
                view={view}
                isSelected={view.plan.id === selectedId}
                onRun={() => void run.run({ planId: view.plan.id })}
                onCancel={(runId) => void cancel.run({ runId })}
              />
            ))}
          </tbody>
        </table>
      </Sideways>
    </>
  );
}

type PlanRowProps = {
  readonly view: PlanView;
  readonly isSelected: boolean;
  readonly onRun: () => void;
  readonly onCancel: (runId: NonNullable<PlanView["currentRun"]>["id"]) => void;
};

function PlanRow({ view, isSelected, onRun, onCancel }: PlanRowProps) {
  const { t } = useTranslation("backups");
  const format = useFormat();
  const navigate = useNavigate();
  const names = useSourceNames(view);
  const { plan, nextRunMs, currentRun } = view;
  const address = `/backups/${plan.id}`;
  const select = (event: React.MouseEvent): void => {
    const isOnControl = event.target instanceof Element && event.target.closest("a, button, [role=slider]");
    if (!isOnControl) navigate(address);
  };
  return (
    // the link in the first cell does the same for the keyboard
    <tr className={styles.row} data-selected={isSelected} onClick={select}>
      <td>
        <Link to={address} className={styles.name ?? ""} aria-current={isSelected || undefined}>
          {plan.name}
        </Link>
        <span className={styles.sub}>
          {names}
          {plan.mode !== "incremental" && ` · ${t(`modeShort.${plan.mode}`)}`}
        </span>
      </td>
      <td className={styles.when}>
        {format.schedule(plan.schedule, plan.window)}
        {view.watch === "scanning" && <span className={styles.warning}>{t("table.scanning")}</span>}
      </td>
      <td>
        <RunHistory runs={view.recentRuns} name={plan.name} />
      </td>
      <td>
        <LastResult view={view} />
      </td>
      <td>
        {plan.isPaused ? (
          <span className={styles.main}>{t("table.paused")}</span>
        ) : view.waitsFor === "retry" && nextRunMs !== null && currentRun === null ? (
          <>
            <span className={styles.main}>{t("table.triesAgain")}</span>
            <span className={styles.sub}>
              {format.facts([format.moment(nextRunMs), format.relative(nextRunMs, "short")])}
            </span>
          </>
        ) : view.waitsFor !== undefined && view.waitsFor !== "retry" && currentRun === null ? (
          <>
            <span className={styles.main}>{t("table.due")}</span>
            <span className={styles.sub}>{t(`waitsFor.${view.waitsFor}`)}</span>
          </>
        ) : currentRun !== null ? (
          <span className={styles.main}>{t("table.afterThis")}</span>
        ) : view.startedBy !== undefined ? (
          <span className={styles.main}>{t("table.elsewhere", { name: printable(view.startedBy) })}</span>
        ) : nextRunMs === null ? (
          <span className={styles.main}>{t("table.manual")}</span>
        ) : (
          <>
            <span className={styles.main}>{format.moment(nextRunMs)}</span>
            {nextRunMs - format.nowMs < TWO_DAYS_MS && (
              <span className={styles.sub}>{format.relative(nextRunMs, "short")}</span>
            )}
          </>
        )}
      </td>
      <td className={styles.size}>
        <span className={styles.main}>{view.sizeBytes === null ? "–" : format.bytes(view.sizeBytes)}</span>
        {view.addedBytes30Days > 0 && (
          <span className={styles.sub}>+{format.bytes(view.addedBytes30Days)}</span>
        )}
      </td>
      <td className={styles.action}>
        {currentRun === null ? (
          <Button size="small" icon="play" label={t("actions.runOne", { name: plan.name })} onClick={onRun} />
        ) : (
          <Button
            size="small"
            icon="x"
            label={t("actions.cancelOne", { name: plan.name })}
            onClick={() => onCancel(currentRun.id)}
          />
        )}
      </td>
    </tr>
  );
}

function useSourceNames({ plan }: PlanView): string {
  const { t } = useTranslation("backups");
  const format = useFormat();
  const sources = useCall("sources.list", {});
  if (sources.kind !== "ready") return "";
  const { sources: all } = sources.value;
  const named = all.filter(({ id }) => plan.sourceIds.includes(id));
  if (named.length > 2 && named.length === all.length) return t("table.allSources", { count: named.length });
  return format.names(named.map(({ name }) => name));
}
