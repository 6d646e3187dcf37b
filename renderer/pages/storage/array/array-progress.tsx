import { useTranslation } from "react-i18next";
import type { ArrayReading } from "../../../../shared/model/health-reading.ts";
import type { ArrayView } from "../../../../shared/model/health-view.ts";
import { useFormat } from "../../../components/use-format.ts";
import { useStorageWords } from "../model/use-storage-words.ts";
import styles from "./array.module.css";

type ArrayProgressProps = {
  readonly array: ArrayView;
  readonly operation: NonNullable<ArrayReading["operation"]>;
};

/** How far a rebuild or check is, how fast it goes, and when it ends. */
export function ArrayProgress({ array, operation }: ArrayProgressProps) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const words = useStorageWords();
  const { kind, isWaiting, donePercent, remainingSeconds, bytesPerSecond } = operation;
  const label = t(`array.operation.${kind}`, { name: array.name });
  const isForetold = array.rebuildEnd.kind === "expected";
  const numbers = isWaiting
    ? [t("array.waiting")]
    : [
        donePercent === null ? t("array.percentUnknown") : format.percent(donePercent / 100),
        ...(bytesPerSecond === null ? [] : [format.speed(bytesPerSecond)]),
        // the tool's own word stands where nothing better is known
        isForetold || remainingSeconds === null
          ? words.rebuildEnd(array.rebuildEnd)
          : t("array.left", { time: format.span(remainingSeconds * 1000) }),
      ];
  return (
    <div className={styles.progress}>
      <b>{label}</b>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(donePercent === null ? {} : { "aria-valuenow": Math.floor(donePercent) })}
      >
        <i style={{ transform: `scaleX(${(donePercent ?? 0) / 100})` }} />
      </div>
      <span className={styles.numbers}>{format.facts(numbers)}</span>
    </div>
  );
}
