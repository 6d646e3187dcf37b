import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AlertId } from "../../../shared/ids.ts";
import type { Alert } from "../../../shared/model/alert.ts";
import type { AlertStanding } from "../../../shared/model/alert-standing.ts";
import { Icon } from "../../components/icon.tsx";
import { useFormat } from "../../components/use-format.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import { type AlertGroup, shownMs, verdictOf } from "./alert-groups.ts";
import styles from "./alert-list.module.css";
import { useAlertWords } from "./alert-words.ts";

type AlertListProps = {
  readonly groups: readonly AlertGroup[];
  readonly selectedId: AlertId | undefined;
  readonly onSelect: (alertId: AlertId) => void;
};

type Row =
  | { readonly kind: "heading"; readonly standing: AlertStanding }
  | { readonly kind: "alert"; readonly alert: Alert; readonly standing: AlertStanding };

/** About; rows are measured, because words wrap. */
const ROW_HEIGHT = { heading: 34, alert: 62 };
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** The alerts below headings. One of them is in the order of focus; the arrow keys walk to the others. */
export function AlertList({ groups, selectedId, onSelect }: AlertListProps) {
  const { t } = useTranslation("alerts");
  const scroller = useRef<HTMLElement>(null);
  const rows = groups.flatMap<Row>(({ standing, alerts }) => [
    { kind: "heading", standing },
    ...alerts.map((alert) => ({ kind: "alert", alert, standing }) as const),
  ]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ROW_HEIGHT[rows[index]?.kind ?? "alert"],
    getItemKey: (index) => keyOf(rows[index]),
    overscan: 6,
  });
  const walkTo = useRef<AlertId>(undefined);
  useEffect(() => {
    // the row may not have been drawn before the list scrolled to it
    if (walkTo.current === undefined || walkTo.current !== selectedId) return;
    scroller.current?.querySelector<HTMLElement>(`[data-alert="${walkTo.current}"]`)?.focus();
    walkTo.current = undefined;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const alerts = rows.filter((row) => row.kind === "alert");
    const at = alerts.findIndex(({ alert }) => alert.id === selectedId);
    const next = alerts[Math.max(0, Math.min(alerts.length - 1, at + step))];
    if (next === undefined) return;
    walkTo.current = next.alert.id;
    virtual.scrollToIndex(rows.indexOf(next));
    onSelect(next.alert.id);
  };
  return (
    <section ref={scroller} className={styles.list} aria-label={t("list")} onKeyDown={onKeyDown}>
      <div className={styles.all} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              {row.kind === "heading" ? (
                <h2 data-first={index === 0}>{t(`group.${row.standing}`)}</h2>
              ) : (
                <AlertRow {...row} isSelected={row.alert.id === selectedId} onSelect={onSelect} />
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function keyOf(row: Row | undefined): string {
  if (row === undefined) return "";
  return row.kind === "heading" ? row.standing : row.alert.id;
}

type AlertRowProps = {
  readonly alert: Alert;
  readonly standing: AlertStanding;
  readonly isSelected: boolean;
  readonly onSelect: (alertId: AlertId) => void;
};

function AlertRow({ alert, standing, isSelected, onSelect }: AlertRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { title, summary } = useAlertWords()(alert);
  return (
    <button
      type="button"
      className={styles.alert}
      data-standing={standing}
      data-alert={alert.id}
      aria-current={isSelected}
      tabIndex={isSelected ? 0 : -1}
      onClick={() => onSelect(alert.id)}
    >
      <span className={styles.shape}>
        {standing === "ended" ? (
          <Icon name="tick" size={16} />
        ) : (
          <VerdictShape verdict={verdictOf(alert)} size={16} label={t(`verdict.${verdictOf(alert)}`)} />
        )}
      </span>
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.summary}>{summary}</span>
      </span>
      <time dateTime={new Date(shownMs(alert)).toISOString()}>
        {format.relative(shownMs(alert), "short")}
      </time>
    </button>
  );
}
