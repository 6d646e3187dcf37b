import { useTranslation } from "react-i18next";
import type { FailureBand } from "../../../shared/health-findings.ts";
import { linearScale } from "../../components/chart-scale.ts";
import { BASE_PERCENT } from "./model/failure-band.ts";
import styles from "./reasons.module.css";

const WIDTH = 150;
const HEIGHT = 16;
/** Up to here all bands can be compared with each other; only the worst need more room. */
const USUAL_PERCENT = 100;

/** How often disks with such a value failed, as a band; a tick marks how often all disks do. */
export function FailureRate({ band }: { readonly band: FailureBand }) {
  const { t } = useTranslation("storage");
  const { lowPercent: low, highPercent: high } = band;
  const x = linearScale(0, Math.max(USUAL_PERCENT, high), 1, WIDTH - 1);
  return (
    <div className={styles.band}>
      <span className={styles.rate}>{t("disk.rateShort", { low, high })}</span>
      <svg
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t("disk.rateBand", { low, high, base: BASE_PERCENT })}
      >
        <path className={styles.axis} d={`M0 ${HEIGHT / 2}H${WIDTH}`} />
        <rect
          className={styles.range}
          x={x(low)}
          y={HEIGHT / 2 - 2.5}
          width={Math.max(3, x(high) - x(low))}
          height={5}
        />
        <path className={styles.base} d={`M${x(BASE_PERCENT)} 2V${HEIGHT - 2}`} />
      </svg>
      <span>{t("disk.rate")}</span>
    </div>
  );
}
