import { useTranslation } from "react-i18next";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import type { JobView } from "../../../../shared/model/job.ts";
import type { IconName } from "../../../components/icon.tsx";
import { iconDrawings } from "../../../components/icon-drawings.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { BoxDrawing, type BoxState, drawnTop, drawnWidth } from "./box-drawing.tsx";
import { type CopyState, copyStateOf } from "./copy-state.ts";
import styles from "./pair.module.css";
import type { PairLayout } from "./pair-layout.ts";
import { arrowHead, backupsLine, copiesLine, type Line } from "./pair-lines.ts";

type ReplicaPictureProps = {
  readonly view: FailoverView;
  readonly layout: PairLayout;
  readonly width: number;
  /** Of the sources that are backed up here. */
  readonly icons: readonly IconName[];
  /** Those that are at work for this repository. */
  readonly jobs: readonly JobView[];
  /** When the active one became active; undefined where that is long ago or not known. */
  readonly sinceMs: number | undefined;
  readonly label: string;
};

const MOST_SOURCES = 4;
/** Words may be wider than their line by what keeps its ends from the boxes. */
const SPARE = 16;

/** The boxes on their shelf with what flows between them: backups in the accent, copies in ink. */
export function ReplicaPicture(props: ReplicaPictureProps) {
  const { view, layout, width, icons, jobs, sinceMs, label } = props;
  const { t } = useTranslation("failover");
  const format = useFormat();
  const { replicas, activeId, usualId, move } = view;
  const { boxes, base, joinX, joinY } = layout;
  const drawn = replicas.map(({ kind }, n) => {
    const box = boxes[n] ?? { x: 0, y: 0, width: 0, height: 0 };
    return { width: drawnWidth(kind, box), top: drawnTop(kind, box) };
  });
  const at = replicas.findIndex(({ id }) => id === activeId);
  const usual = replicas.find(({ id }) => id === usualId);
  const isBackingUp = jobs.some(
    ({ kind, state, isPaused }) => kind === "backup" && state === "running" && !isPaused,
  );
  const backups = at === -1 ? undefined : backupsLine(layout, at);
  const shown = icons.slice(0, MOST_SOURCES);
  const first = joinY - ((shown.length - 1) * 26) / 2;
  const since =
    sinceMs === undefined ? undefined : t("pair.backupsSince", { since: format.momentInText(sinceMs) });
  let passing = 0;
  return (
    <svg className={styles.picture} width={width} height={layout.height} role="img" aria-label={label}>
      <path className={styles.shelf} d={`M0 ${base + 0.5}H${width}`} />
      {shown.map((icon, n) => {
        const y = first + n * 26;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a source is its place in the picture
          <g key={n}>
            <svg
              className={styles.icon}
              x="0"
              y={y - 8}
              width="16"
              height="16"
              viewBox="0 0 16 16"
              aria-hidden="true"
            >
              {iconDrawings[icon]}
            </svg>
            <path className={styles.stay} d={`M24 ${y}C46 ${y} ${joinX - 24} ${joinY} ${joinX} ${joinY}`} />
          </g>
        );
      })}
      {replicas.map(({ id, kind, fault, wellSinceMs }, n) => {
        const box = boxes[n];
        if (box === undefined) return null;
        const state: BoxState = fault !== null ? "trouble" : wellSinceMs === null ? "unknown" : "well";
        const mark = { x: box.x + (drawn[n]?.width ?? 0) / 2 - 11, y: box.y + box.height / 2 - 11 };
        return (
          <g key={id}>
            <BoxDrawing kind={kind} box={box} state={state} />
            {state !== "well" && (
              <g transform={`translate(${mark.x} ${mark.y})`}>
                <circle className={styles.under} cx="11" cy="11" r="14" />
                <VerdictShape verdict={state === "trouble" ? "failing" : "unknown"} size={22} />
              </g>
            )}
          </g>
        );
      })}
      {at > 0 && usual !== undefined && replicas[0]?.id === usual.id && (
        <Stub layout={layout} isCut={usual.fault !== null} />
      )}
      {backups !== undefined && (
        <>
          <path
            className={styles.backups}
            data-state={move === null ? "steady" : "moving"}
            d={backups.path}
          />
          {isBackingUp && <path className={styles.flow} d={backups.path} />}
          <path className={styles.arrow} data-of="backups" d={arrowHead(backups.end)} />
          {at > 0 && (
            <Word
              line={backups}
              text={since !== undefined && widthOf(since) <= backups.room ? since : t("pair.backups")}
              className={styles.backupsWord ?? ""}
            />
          )}
        </>
      )}
      {replicas.map((replica, n) => {
        if (n === at || at === -1) return null;
        const isPassing = Math.abs(n - at) > 1;
        const line = copiesLine(layout, at, n, drawn, passing);
        if (isPassing) passing += 1;
        const state = copyStateOf(
          replica,
          jobs.find(({ id }) => id === replica.jobId),
        );
        return (
          <Copies
            key={replica.id}
            line={line}
            state={state}
            isOver={isPassing}
            {...wordsOf(replica.lag, state)}
          />
        );
      })}
    </svg>
  );

  function wordsOf(lag: FailoverView["replicas"][number]["lag"], state: CopyState) {
    const above = {
      done: t("pair.replicates"),
      running: t("pair.copying"),
      cut: t("pair.cut"),
      waiting: "",
      unknown: "",
    }[state];
    const waits =
      lag === null
        ? t("pair.notCompared")
        : lag.snapshots === 0
          ? t("pair.nothingBehind")
          : lag.bytes > 0
            ? t("pair.waits", { bytes: format.bytes(lag.bytes) })
            : t("pair.waitsSnapshots", { count: lag.snapshots });
    return { above, below: waits };
  }
}

type CopiesProps = {
  readonly line: Line;
  readonly state: CopyState;
  /** It goes over other boxes, where there is room for one line of words only. */
  readonly isOver: boolean;
  readonly above: string;
  readonly below: string;
};

function Copies({ line, state, isOver, above, below }: CopiesProps) {
  const { x, y } = line.label;
  return (
    <>
      <path
        className={styles.copies}
        data-state={state === "done" || state === "running" ? "steady" : state}
        d={line.path}
      />
      {state === "running" && <path className={styles.flow} d={line.path} />}
      <path className={styles.arrow} data-of="copies" d={arrowHead(line.end)} />
      {state === "cut" && <path className={styles.cross} d={`M${x - 5} ${y - 6}l10 12m0-12l-10 12`} />}
      {isOver ? (
        widthOf(below) + (state === "cut" ? 120 : 0) <= line.room && (
          <Word
            line={{ ...line, label: { x: state === "cut" ? x + 60 : x, y } }}
            text={below}
            className={styles.word ?? ""}
          />
        )
      ) : (
        <>
          {above !== "" && state !== "cut" && widthOf(above) <= line.room + SPARE && (
            <text className={styles.word} x={x} y={y - 7} textAnchor="middle">
              {above}
            </text>
          )}
          {widthOf(below) <= line.room + SPARE && (
            <text className={styles.word} x={x} y={y + 18} textAnchor="middle">
              {below}
            </text>
          )}
        </>
      )}
    </>
  );
}

/** Where backups usually go, and do not now. */
function Stub({
  layout: { joinX, joinY, boxes },
  isCut,
}: {
  readonly layout: PairLayout;
  readonly isCut: boolean;
}) {
  const [box] = boxes;
  if (box === undefined) return null;
  const [from, to] = [joinX + 28, box.x - 8];
  const x = (from + to) / 2;
  return (
    <>
      <path className={styles.copies} data-state="waiting" d={`M${from} ${joinY}H${to}`} />
      {isCut && <path className={styles.cross} d={`M${x - 5} ${joinY - 6}l10 12m0-12l-10 12`} />}
    </>
  );
}

type WordProps = { readonly line: Line; readonly text: string; readonly className: string };

/** Words on a line, with the line left out behind them; about as wide as they will be. */
function Word({ line: { label }, text, className }: WordProps) {
  const width = widthOf(text);
  return (
    <>
      <rect className={styles.under} x={label.x - width / 2} y={label.y - 9} width={width} height="18" />
      <text className={className} x={label.x} y={label.y + 4} textAnchor="middle">
        {text}
      </text>
    </>
  );
}

/** About how wide words are, with some space around them. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 12.5 : 6.6), 12);
}
