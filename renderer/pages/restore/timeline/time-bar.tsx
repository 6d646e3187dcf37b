import type { ReactNode } from "react";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Button } from "../../../components/button.tsx";
import { useWords } from "../use-words.ts";
import { DayButton } from "./day-button.tsx";
import { SnapshotTimeline } from "./snapshot-timeline.tsx";
import styles from "./time-bar.module.css";
import { useChosenIndex } from "./use-chosen-index.ts";

type TimeBarProps = {
  /** The oldest first; at least one. */
  readonly snapshots: readonly SnapshotView[];
  readonly index: number;
  readonly onChoose: (index: number) => void;
  /** What one looks at. */
  readonly menu: ReactNode;
};

/** Where one chooses the moment: a calendar, a step back and forth, and the timeline. */
export function TimeBar({ snapshots, index: settled, onChoose, menu }: TimeBarProps) {
  const { t } = useWords();
  const [index, choose] = useChosenIndex(settled, onChoose);
  return (
    <section className={styles.bar} aria-label={t("timeline.region")} data-region="timeline">
      <div className={styles.controls}>
        {menu}
        <DayButton snapshots={snapshots} index={index} onChoose={(chosen) => choose(chosen, true)} />
        <span className={styles.steps}>
          <Button
            size="small"
            icon="chevron-left"
            label={t("timeline.previous")}
            onClick={() => choose(Math.max(0, index - 1))}
            {...(index === 0 ? { offBecause: t("timeline.previous") } : {})}
          />
          <Button
            size="small"
            icon="chevron-right"
            label={t("timeline.next")}
            onClick={() => choose(Math.min(snapshots.length - 1, index + 1))}
            {...(index === snapshots.length - 1 ? { offBecause: t("timeline.next") } : {})}
          />
        </span>
        <span className={styles.keys}>{t("timeline.keys")}</span>
        <span className={styles.legend} data-long="true">
          {t("timeline.legend")}
        </span>
        <span className={styles.legend} data-long="false">
          {t("timeline.legendShort")}
        </span>
      </div>
      <SnapshotTimeline snapshots={snapshots} index={index} onChoose={choose} />
    </section>
  );
}
