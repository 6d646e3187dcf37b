import type { ReactNode } from "react";
import { Icon, type IconName } from "../../../components/icon.tsx";
import { useCalmAnnouncement } from "../../../components/use-calm-announcement.ts";
import { useGap } from "../../../words/use-gap.ts";
import type { RestoreMode } from "../model/place.ts";
import { ModeSwitch } from "./mode-switch.tsx";
import styles from "./restore-lead.module.css";

type RestoreLeadProps = {
  readonly icon: IconName;
  /** What one looks at, in one sentence. */
  readonly first: string;
  /** Quieter. */
  readonly rest?: string | undefined;
  readonly context?: ReactNode;
  readonly mode: RestoreMode;
  readonly onMode: (mode: RestoreMode) => void;
};

/** The page's heading. It has no verdict: to look into the past is neither fine nor failing. */
export function RestoreLead({ icon, first, rest, context, mode, onMode }: RestoreLeadProps) {
  const gap = useGap();
  const announcement = useCalmAnnouncement(rest === undefined ? first : `${first}${gap}${rest}`);
  return (
    <header className={styles.lead} data-region="sentence">
      <span className={styles.icon}>
        <Icon name={icon} size={28} />
      </span>
      <div className={styles.words}>
        <h1 tabIndex={-1}>
          {first}
          {rest !== undefined && (
            <span>
              {gap}
              {rest}
            </span>
          )}
        </h1>
        {context !== undefined && <div className={styles.context}>{context}</div>}
      </div>
      <ModeSwitch mode={mode} onMode={onMode} />
      <span className={styles.announcement} role="status">
        {announcement}
      </span>
    </header>
  );
}
