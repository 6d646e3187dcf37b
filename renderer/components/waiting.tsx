import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./waiting.module.css";

/** What is there sooner is never announced: a page that flickers looks slower than one that waits. */
const SILENT_MS = 400;

type WaitingProps = {
  /** What is being read, like "Reading 6 412 snapshots…". */
  readonly label?: string;
  /** How many rows will come, about. */
  readonly rows?: number;
  /** Their final height in pixels. */
  readonly rowHeight?: number;
};

/** Nothing for 400 ms, then a moving line and grey lines where the rows will be. */
export function Waiting({ label, rows = 3, rowHeight = 44 }: WaitingProps) {
  const { t } = useTranslation();
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), SILENT_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return <div style={{ minHeight: rows * rowHeight }} aria-busy="true" />;
  return (
    <div aria-busy="true">
      <div className={styles.line}>
        <i />
      </div>
      <div aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
          <div key={row} className={styles.row} style={{ height: rowHeight }}>
            <i />
            <i style={{ width: `${62 - ((row * 17) % 30)}%` }} />
            <i />
          </div>
        ))}
      </div>
      <p className={styles.label} role="status">
        {label ?? t("loading")}
      </p>
    </div>
  );
}
