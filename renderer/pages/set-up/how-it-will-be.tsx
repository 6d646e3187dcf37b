import type { IconName } from "../../components/icon.tsx";
import { iconDrawings } from "../../components/icon-drawings.tsx";
import styles from "./how-it-will-be.module.css";

const BASE = 118;
const MIDDLE = 68;
const MOST_SOURCES = 4;

type HowItWillBeProps = {
  readonly icons: readonly IconName[];
  readonly sourceWords: string;
  readonly placeName: string;
  readonly placeWords: string;
};

/** The sources run together like rigging into one line that ends at the box with the backups. */
export function HowItWillBe({ icons, sourceWords, placeName, placeWords }: HowItWillBeProps) {
  const shown = icons.slice(0, MOST_SOURCES);
  const first = MIDDLE - ((shown.length - 1) * 26) / 2;
  return (
    <svg
      className={styles.picture}
      viewBox="0 0 360 172"
      role="img"
      aria-label={`${sourceWords} → ${placeName}`}
    >
      <path className={styles.shelf} d={`M0 ${BASE + 0.5}H352`} />
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
            <path className={styles.stay} d={`M24 ${y}C50 ${y} 74 ${MIDDLE} 104 ${MIDDLE}`} />
          </g>
        );
      })}
      <path className={styles.flow} d={`M104 ${MIDDLE}H166`} />
      <path className={styles.flow} d={`M162 ${MIDDLE - 4}l6 4-6 4`} />
      <g>
        <rect className={styles.box} x="178.5" y="26.5" width="131" height="88" rx="5" />
        <path className={styles.foot} d={`M190 ${BASE - 2}h10M288 ${BASE - 2}h10`} />
        {[0, 1, 2, 3].map((bay) => (
          <g key={bay}>
            <rect className={styles.bay} x={187.5 + bay * 24} y="35.5" width="20" height="70" rx="2" />
            <rect className={styles.latch} x={192.5 + bay * 24} y="40.5" width="10" height="7" rx="1.5" />
          </g>
        ))}
        <circle className={styles.light} cx="298" cy="44" r="2" />
      </g>
      <text className={styles.name} x="0" y={BASE + 23}>
        {sourceWords}
      </text>
      <text className={styles.name} x="178" y={BASE + 23}>
        {placeName.length > 22 ? `${placeName.slice(0, 21)}…` : placeName}
      </text>
      <text className={styles.words} x="178" y={BASE + 42}>
        {placeWords}
      </text>
    </svg>
  );
}
