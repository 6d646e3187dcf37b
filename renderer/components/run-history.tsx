import { Tooltip } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "../../shared/model/plan.ts";
import { type RunBar, runBars } from "./run-bars.ts";
import styles from "./run-history.module.css";
import { useFormat } from "./use-format.ts";

const BAR = 4;
const STEP = 6;
const HEIGHT = 26;
/** Above the bars, for what was not plain success. */
const MARKS = 8;

type RunHistoryProps = {
  /** The oldest first. */
  readonly runs: readonly Run[];
  readonly name: string;
};

/** One bar a run, as high as the root of what it added. The pointer and the arrow keys read a run out. */
export function RunHistory({ runs, name }: RunHistoryProps) {
  const { t } = useTranslation("backups");
  const describe = useRunWords();
  const [at, setAt] = useState<number>();
  const bars = runBars(runs, HEIGHT);
  if (runs.length === 0) return <span className={styles.none}>{t("history.none")}</span>;
  const current = at === undefined ? undefined : runs[at];
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = at ?? runs.length;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      Home: 0,
      End: runs.length - 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.min(runs.length - 1, Math.max(0, next)));
  };
  const onPointerMove = (event: PointerEvent): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const n = Math.floor((event.clientX - left) / STEP);
    setAt(n >= 0 && n < runs.length ? n : undefined);
  };
  return (
    <Tooltip label={current === undefined ? "" : describe(current)} opened={current !== undefined}>
      <div
        className={styles.history}
        role="slider"
        tabIndex={0}
        aria-label={t("history.label", { name })}
        aria-valuemin={1}
        aria-valuemax={runs.length}
        aria-valuenow={(at ?? runs.length - 1) + 1}
        aria-valuetext={describe(current ?? (runs.at(-1) as Run))}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(undefined)}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setAt(undefined)}
      >
        <svg width={runs.length * STEP} height={HEIGHT + MARKS} aria-hidden="true">
          <path className={styles.base} d={`M0 ${HEIGHT + MARKS - 0.5}H${runs.length * STEP - 2}`} />
          {bars.map((bar, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in the row
            <Bar key={n} bar={bar} x={n * STEP} isAt={n === at} />
          ))}
        </svg>
      </div>
    </Tooltip>
  );
}

type BarProps = { readonly bar: RunBar; readonly x: number; readonly isAt: boolean };

function Bar({ bar, x, isAt }: BarProps) {
  const top = HEIGHT + MARKS - 1 - bar.height;
  const middle = x + BAR / 2;
  if (bar.kind === "missed")
    return <path className={styles.missed} d={`M${x} ${HEIGHT + MARKS - 5}h${BAR}`} />;
  return (
    <>
      <rect
        className={styles.bar}
        data-kind={bar.kind}
        data-at={isAt}
        x={x}
        y={top}
        width={BAR}
        height={bar.height}
      />
      {bar.kind === "problems" && (
        <path className={styles.warning} d={`M${middle} ${top - 7}l2.8 4.8h-5.6z`} />
      )}
      {bar.kind === "failed" && (
        <path className={styles.cross} d={`M${middle - 2.2} ${top - 7}l4.4 4.4m0-4.4l-4.4 4.4`} />
      )}
    </>
  );
}

/** @returns what says what a run was and did, in one line */
export function useRunWords(): (run: Run) => string {
  const { t } = useTranslation("backups");
  const format = useFormat();
  return (run) => {
    const when = format.moment(run.startedMs ?? run.dueMs);
    const state = t(`runState.${run.state}`);
    if (run.state !== "done" && run.state !== "done-with-problems") return `${when} · ${state}`;
    const tookMs = run.startedMs === null || run.endedMs === null ? undefined : run.endedMs - run.startedMs;
    const added = t("history.added", { bytes: format.bytes(run.bytesAdded) });
    const took = tookMs === undefined ? "" : ` · ${format.runTime(tookMs)}`;
    const problems = run.problemCount > 0 ? ` · ${t("history.problems", { count: run.problemCount })}` : "";
    return `${when} · ${added}${took}${problems}`;
  };
}
