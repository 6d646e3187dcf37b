import type { ReactNode } from "react";
import { useConnection } from "../host/use-connection.ts";
import { useGap } from "../words/use-gap.ts";
import styles from "./sentence.module.css";
import { useCalmAnnouncement } from "./use-calm-announcement.ts";
import { type VerdictName, VerdictShape } from "./verdict.tsx";

type SentenceProps = {
  readonly verdict: VerdictName;
  /** How things are, in one sentence. */
  readonly first: string;
  /** What follows, quieter. */
  readonly rest?: string;
  /** One line below. */
  readonly context?: ReactNode;
  /** Two buttons at most, one of them primary. */
  readonly actions?: ReactNode;
};

/** What every page opens with: its heading says how things are. */
export function Sentence({ verdict, first, rest, context, actions }: SentenceProps) {
  const gap = useGap();
  const connection = useConnection();
  // what was fine when Backstay was last heard of is not known to be now; what was not fine stays told
  const isUnsure = verdict === "ok" && (connection === "lost" || connection === "signed-out");
  const announcement = useCalmAnnouncement(rest === undefined ? first : `${first}${gap}${rest}`);
  return (
    <header className={styles.sentence} data-region="sentence">
      <span className={styles.shape}>
        <VerdictShape verdict={isUnsure ? "unknown" : verdict} size={28} />
      </span>
      <div className={styles.words}>
        <h1 tabIndex={-1}>
          {first}
          {rest !== undefined && (
            <span className={styles.rest}>
              {gap}
              {rest}
            </span>
          )}
        </h1>
        {context !== undefined && <p>{context}</p>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      <span className={styles.announcement} role="status">
        {announcement}
      </span>
    </header>
  );
}
