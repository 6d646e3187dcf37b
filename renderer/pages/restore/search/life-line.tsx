import { formatDate } from "../../../../shared/format/calendar-date.ts";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { SearchHit } from "../../../../shared/model/browse.ts";
import { layLifeLine } from "../model/life-line.ts";
import { useWords } from "../use-words.ts";
import styles from "./life-line.module.css";

/** The time that all life lines show. */
export type LifeScale = {
  readonly width: number;
  readonly place: (timeMs: number) => number;
  /** Where today is. */
  readonly endX: number;
  /** First of January of each year. */
  readonly years: readonly { readonly x: number; readonly year: number }[];
};

const HEIGHT = 34;
const MIDDLE = 17;
/** Behind today there is room for the dot. */
const MARGIN = 8;

export function lifeScale(width: number, startMs: number, nowMs: number): LifeScale {
  const endX = width - MARGIN;
  const place = (timeMs: number) => 2 + ((timeMs - startMs) * (endX - 2)) / Math.max(1, nowMs - startMs);
  const years: { x: number; year: number }[] = [];
  for (let year = new Date(startMs).getFullYear() + 1; year <= new Date(nowMs).getFullYear(); year += 1) {
    years.push({ x: Math.round(place(new Date(year, 0, 1).getTime())), year });
  }
  return { width, place, endX, years };
}

type LifeLineProps = { readonly hit: SearchHit; readonly scale: LifeScale };

/** When a file existed: a tick a version, a cross where it went, a dot if it is still there. */
export function LifeLine({ hit, scale }: LifeLineProps) {
  const { t, language } = useWords();
  const { width, place, endX, years } = scale;
  const line = layLifeLine(hit, place, endX);
  const day = (timeMs: number) => formatDate(timeMs, 0, language);
  const words = t("search.lifeText", {
    from: day(hit.firstMs),
    until: hit.isGone ? day(hit.lastMs) : t("search.untilNow"),
    versions: t("search.versionCount", { count: hit.versions, n: formatGrouped(hit.versions) }),
  });
  const ticks = line.ticks.map((x) => `M${x} ${MIDDLE - 6}V${MIDDLE + 6}`).join("");
  return (
    <svg className={styles.life} width={width} height={HEIGHT} role="img" aria-label={words}>
      {years.map(({ x, year }) => (
        <path key={year} d={`M${x + 0.5} 0V${HEIGHT}`} className={styles.year} />
      ))}
      <path d={`M${endX + 0.5} 0V${HEIGHT}`} className={styles.today} />
      <path d={`M${line.startX} ${MIDDLE}H${line.endX}`} className={styles.line} />
      <path d={ticks} className={styles.tick} />
      {line.isGone ? (
        <path d={`M${line.endX - 4} ${MIDDLE - 4}l8 8m0-8l-8 8`} className={styles.cross} />
      ) : (
        <circle cx={endX} cy={MIDDLE} r={3.2} className={styles.dot} />
      )}
    </svg>
  );
}

type LifeAxisProps = {
  readonly scale: LifeScale;
  /** When the lines begin, in words. */
  readonly start: string;
  readonly now: string;
};

/** The years above the lines; where they begin, if no year stands there. */
export function LifeAxis({ scale, start, now }: LifeAxisProps) {
  const shown = scale.years.filter(
    ({ x }, n) => x > 30 && x < scale.endX - 50 && (n === 0 || x - (scale.years[n - 1]?.x ?? 0) > 36),
  );
  return (
    <svg className={styles.axis} width={scale.width} height={18} aria-hidden="true">
      {shown.map(({ x, year }) => (
        <text key={year} x={x} y={13}>
          {year}
        </text>
      ))}
      {(shown[0]?.x ?? scale.endX) > 100 && (
        <text x={0} y={13}>
          {start}
        </text>
      )}
      <text x={scale.width} y={13} textAnchor="end">
        {now}
      </text>
    </svg>
  );
}
