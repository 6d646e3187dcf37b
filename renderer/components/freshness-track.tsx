import styles from "./freshness-track.module.css";

const WIDTH = 120;
const END = 112;
/** Where the deadline stands once it is past: there has to be room behind it. */
const LATE_END = 80;

type FreshnessTrackProps = {
  /** Age as a share of what is allowed; above 1 is late. */
  readonly share: number;
  /** What it says, for those who do not see it. */
  readonly label: string;
};

/** The age of the newest good backup against its deadline, which is the tick. */
export function FreshnessTrack({ share, label }: FreshnessTrackProps) {
  const isLate = share > 1;
  const deadline = isLate ? LATE_END : END;
  const at = Math.round(Math.min(deadline, Math.max(3, share * deadline)) * 10) / 10;
  return (
    <svg className={styles.track} width={WIDTH} height="14" role="img" aria-label={label}>
      <path className={styles.allowed} d={`M0 7.5H${deadline}`} />
      <path className={styles.age} d={`M0 7.5H${at}`} />
      {isLate ? (
        <>
          <path className={styles.late} d={`M${deadline} 7.5H${WIDTH - 6}`} />
          <path className={styles.arrow} d={`M${WIDTH - 6} 3.5l5 4-5 4z`} />
        </>
      ) : (
        <circle className={styles.end} cx={at} cy="7.5" r="3.2" />
      )}
      <path className={styles.deadline} d={`M${deadline} 1.5v12`} />
    </svg>
  );
}
