import { useTranslation } from "react-i18next";
import styles from "./verdict.module.css";
import { type VerdictName, verdictDrawings } from "./verdict-drawings.tsx";

export type { VerdictName } from "./verdict-drawings.tsx";

/** Those that have a word of their own; the others are drawn beside words that say it. */
export type SpokenVerdict =
  | "ok"
  | "warning"
  | "failing"
  | "failed"
  | "unknown"
  | "overdue"
  | "working"
  | "waiting"
  | "paused"
  | "info"
  | "active"
  | "standby";

type VerdictProps = {
  readonly verdict: SpokenVerdict;
  /** Instead of the verdict's own word. */
  readonly word?: string;
  readonly size?: number;
};

/** A verdict as it is shown everywhere: a shape and a word, and only then a colour. */
export function Verdict({ verdict, word, size = 14 }: VerdictProps) {
  const { t } = useTranslation();
  return (
    <span className={styles.verdict} data-verdict={verdict}>
      <VerdictShape verdict={verdict} size={size} />
      <span>{word ?? t(`verdict.${verdict}`)}</span>
    </span>
  );
}

type VerdictShapeProps = {
  readonly verdict: VerdictName;
  readonly size?: number;
  /** The word it stands for where no word is beside it. */
  readonly label?: string;
};

/** The shape alone: where a word stands beside it, or, with a `label`, where there is no room for one. */
export function VerdictShape({ verdict, size = 16, label }: VerdictShapeProps) {
  const { colour, shape } = verdictDrawings[verdict];
  const drawn = { width: size, height: size, viewBox: "0 0 16 16", style: { color: `var(${colour})` } };
  if (label === undefined) {
    return (
      <svg {...drawn} aria-hidden="true">
        {shape}
      </svg>
    );
  }
  return (
    <svg {...drawn} role="img" aria-label={label}>
      {shape}
    </svg>
  );
}
