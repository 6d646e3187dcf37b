import { useTranslation } from "react-i18next";
import type { BeatTick } from "../model/beat-ticks.ts";
import styles from "./pair.module.css";

const STEP = 4;
const HEIGHT = 9;

/** One tick a heartbeat; one that failed is a gap with a mark below, one that nobody knows of a dot. */
export function Beats({ ticks }: { readonly ticks: readonly BeatTick[] }) {
  const { t } = useTranslation("failover");
  const countOf = (wanted: BeatTick) => ticks.filter((tick) => tick === wanted).length;
  const label = t("pair.beatsWords", {
    ...{ good: countOf("good"), missed: countOf("failed"), count: ticks.length },
  });
  return (
    <svg
      className={styles.beats}
      width={ticks.length * STEP}
      height={HEIGHT + 4}
      role="img"
      aria-label={label}
    >
      <path className={styles.ground} d={`M0 ${HEIGHT + 0.5}h${ticks.length * STEP - 2}`} />
      {ticks.map((tick, n) => {
        const x = n * STEP + 0.5;
        const line =
          tick === "good"
            ? `M${x} 0v${HEIGHT}`
            : tick === "failed"
              ? `M${x} ${HEIGHT}v3.5`
              : `M${x} ${HEIGHT - 1.5}v1.5`;
        return (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place in the row
            key={n}
            className={styles[tick === "unknown" ? "dot" : tick]}
            d={line}
          />
        );
      })}
    </svg>
  );
}
