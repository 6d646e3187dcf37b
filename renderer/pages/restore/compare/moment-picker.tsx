import { formatTimeOfDay } from "../../../../shared/format/calendar-date.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Button } from "../../../components/button.tsx";
import { DayButton } from "../timeline/day-button.tsx";
import { useChosenIndex } from "../timeline/use-chosen-index.ts";
import { useWords } from "../use-words.ts";
import styles from "./compare-view.module.css";

type MomentPickerProps = {
  readonly label: string;
  readonly snapshots: readonly SnapshotView[];
  readonly index: number;
  readonly onChoose: (index: number) => void;
};

/** One of the two snapshots of a comparison. */
export function MomentPicker({ label, snapshots, index: settled, onChoose }: MomentPickerProps) {
  const { t } = useWords();
  const [index, choose] = useChosenIndex(settled, onChoose);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a form
    <div className={styles.moment} role="group" aria-label={label}>
      <span>{label}</span>
      <DayButton snapshots={snapshots} index={index} onChoose={(chosen) => choose(chosen, true)} />
      <b>{formatTimeOfDay(snapshots[index]?.timeMs ?? 0)}</b>
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
    </div>
  );
}
