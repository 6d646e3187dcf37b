import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { AuditEntry } from "../../../../shared/model/audit.ts";
import { actionWords, auditWords } from "../../../../shared/words/audit-words.ts";
import { useFormat } from "../../../components/use-format.ts";
import { type VerdictName, VerdictShape } from "../../../components/verdict.tsx";
import { VirtualRows, type VirtualRowsHandle } from "../../../components/virtual-rows.tsx";
import { useLanguage } from "../../../words/use-language.ts";
import styles from "../job-list.module.css";
import { aboutOf } from "./about-of.ts";
import type { AuditEntries } from "./use-audit.ts";

type AuditListProps = {
  readonly entries: readonly AuditEntry[];
  readonly source: AuditEntries;
  readonly selected: AuditEntry | undefined;
  readonly onSelect: (number: number) => void;
};

const ROW_HEIGHT = 53;
/** So many rows before the end the next page is asked for. */
const ASK_AHEAD = 20;
const STEPS: Readonly<Record<string, number>> = {
  ...{ ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 },
  ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
};

/** The records, of which only those in sight are drawn. One is in the order of focus; the arrow keys walk to the others. */
export function AuditList({ entries, source, selected, onSelect }: AuditListProps) {
  const { t } = useTranslation("audit");
  const list = useRef<HTMLElement>(null);
  const handle = useRef<VirtualRowsHandle>(null);
  const walkTo = useRef<number>(undefined);
  const selectedAt = entries.findIndex(({ number }) => number === selected?.number);
  useEffect(() => {
    if (walkTo.current === undefined || walkTo.current !== selected?.number) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-record="${walkTo.current}"]`);
    // not drawn before the list has scrolled to it
    if (!row) return;
    row.focus();
    walkTo.current = undefined;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = Math.max(0, Math.min(entries.length - 1, selectedAt + step));
    const next = entries[at];
    if (next === undefined) return;
    walkTo.current = next.number;
    handle.current?.scrollToRow(at);
    onSelect(next.number);
  };
  return (
    <section ref={list} className={styles.list} aria-label={t("list")} onKeyDown={onKeyDown}>
      <VirtualRows
        count={entries.length}
        rowHeight={ROW_HEIGHT}
        handle={handle}
        rowKey={(index) => entries[index]?.number ?? index}
        onRange={(_, last) => {
          if (last > entries.length - ASK_AHEAD && source.hasMore && !source.isReadingMore) source.readMore();
        }}
        row={(index) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          const isSelected = entry.number === selected?.number;
          const isReachable = isSelected || (selectedAt === -1 && index === 0);
          return <Row entry={entry} isSelected={isSelected} isReachable={isReachable} onSelect={onSelect} />;
        }}
      />
    </section>
  );
}

type RowProps = {
  readonly entry: AuditEntry;
  readonly isSelected: boolean;
  readonly isReachable: boolean;
  readonly onSelect: (number: number) => void;
};

function Row({ entry, isSelected, isReachable, onSelect }: RowProps) {
  const format = useFormat();
  const language = useLanguage();
  const { number, atMs, actor, action } = entry;
  const about = aboutOf(entry);
  const what = actionWords(action, language);
  return (
    <button
      type="button"
      className={styles.job}
      data-record={number}
      aria-current={isSelected}
      tabIndex={isReachable ? 0 : -1}
      onClick={() => onSelect(number)}
    >
      <span className={styles.shape}>
        <VerdictShape verdict={verdictOfEntry(entry)} label={auditWords[language].outcome(entry)} />
      </span>
      <span className={styles.words}>
        <span className={styles.title}>
          {about === "" ? what : `${what}${language === "zh" ? "：" : ": "}${printable(about)}`}
        </span>
        <span className={styles.summary}>{printable(auditWords[language].who(actor))}</span>
      </span>
      <span className={styles.times}>
        <time dateTime={new Date(atMs).toISOString()}>{format.moment(atMs)}</time>
      </span>
    </button>
  );
}

/** What nobody saw the end of is not called done. */
export function verdictOfEntry({ outcome, action }: Pick<AuditEntry, "outcome" | "action">): VerdictName {
  if (outcome === null) return "unknown";
  if (outcome.is === "failed") return action === "audit.headDiffers" ? "failed" : "warning";
  return "ok";
}
