import { useTranslation } from "react-i18next";
import type { RetentionPreview } from "../../../../shared/model/plan.ts";
import { linearScale } from "../../../components/chart-scale.ts";
import { useChartWidth } from "../../../components/use-chart-width.ts";
import { useFormat } from "../../../components/use-format.ts";
import styles from "./retention-field.module.css";

const HEIGHT = 22;

type RetentionStripProps = {
  readonly snapshots: RetentionPreview["series"][number]["snapshots"];
  readonly label: string;
};

/** The snapshots there are along their time: those that stay are full, those that go are hollow. */
export function RetentionStrip({ snapshots, label }: RetentionStripProps) {
  const { t } = useTranslation("backups");
  const format = useFormat();
  const { ref, width, unmeasured } = useChartWidth();
  const times = snapshots.map(({ timeMs }) => timeMs);
  const x = linearScale(Math.min(...times), Math.max(...times), 3, Math.max(10, width - 4));
  return (
    <div ref={ref} className={styles.strip}>
      <svg {...unmeasured} width="100%" height={HEIGHT} role="img" aria-label={label}>
        <path className={styles.base} d={`M0 ${HEIGHT - 0.5}H${width}`} />
        {snapshots.map(({ timeMs, isKept }) => (
          <rect
            key={timeMs}
            className={isKept ? styles.kept : styles.goes}
            x={x(timeMs) - 1.5}
            y={isKept ? 3 : 10}
            width="3"
            height={isKept ? HEIGHT - 4 : HEIGHT - 11}
          >
            <title>{`${format.moment(timeMs)}: ${t(isKept ? "retention.stays" : "retention.goes")}`}</title>
          </rect>
        ))}
      </svg>
    </div>
  );
}
