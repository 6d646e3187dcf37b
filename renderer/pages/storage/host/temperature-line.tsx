import { useIntersection } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { HealthSubjectId } from "../../../../shared/ids.ts";
import { linearScale } from "../../../components/chart-scale.ts";
import { linePath } from "../../../components/sparkline-points.ts";
import { useNow } from "../../../components/use-now.ts";
import { useCall } from "../../../host/use-call.ts";
import { rangeOf, seriesLines } from "../model/series-lines.ts";
import styles from "./temperature-line.module.css";

const SPAN_MS = 30 * 86_400_000;
/** Asked for anew when this much time has passed, not at each tick of the clock. */
const STEP_MS = 30 * 60_000;
/** More would be a scribble at this size. */
const MAX_RUNS = 30;
const WIDTH = 58;
const HEIGHT = 20;
const MARGIN = 3;
/** Disks that are as warm as ever are not drawn as if they boiled. */
const LEAST_RANGE_C = 6;

/** How warm a disk was in the last 30 days, with gaps where it was not read. Asked for once it is in sight. */
export function TemperatureLine({ diskId }: { readonly diskId: HealthSubjectId }) {
  const { t } = useTranslation("storage");
  const { ref, entry } = useIntersection();
  const toMs = Math.ceil(useNow() / STEP_MS) * STEP_MS;
  const fromMs = toMs - SPAN_MS;
  const answer = useCall(
    "health.series",
    { subjectId: diskId, metric: "temperatureC", fromMs, toMs, maxRuns: MAX_RUNS },
    { keepsPrevious: true, isEnabled: entry?.isIntersecting === true },
  );
  const runs = answer.kind === "ready" ? answer.value.runs : [];
  const range = rangeOf(runs);
  const drawn = { width: WIDTH, height: HEIGHT, className: styles.line };
  if (range === undefined) {
    return (
      <span ref={ref} className={styles.place}>
        <svg {...drawn} aria-hidden="true" />
      </span>
    );
  }
  const missing = Math.max(0, LEAST_RANGE_C - (range.high - range.low)) / 2;
  const x = linearScale(fromMs, toMs, MARGIN, WIDTH - MARGIN);
  const y = linearScale(range.low - missing, range.high + missing, HEIGHT - MARGIN, MARGIN);
  const lines = seriesLines(runs, SPAN_MS).map((line) =>
    line.map(({ timeMs, value }) => ({ x: x(timeMs), y: y(value) })),
  );
  const end = lines.at(-1)?.at(-1);
  const label = t("disks.temperatureLine", { low: Math.round(range.low), high: Math.round(range.high) });
  return (
    <span ref={ref} className={styles.place}>
      <svg {...drawn} role="img" aria-label={label}>
        {lines.map((line, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a line have no other identity
          <path key={n} d={linePath(line)} />
        ))}
        {end !== undefined && <circle cx={end.x} cy={end.y} r="2" />}
      </svg>
    </span>
  );
}
