import { useTranslation } from "react-i18next";
import type { ReadingBack } from "../../../../shared/model/reading-back.ts";
import { useFormat } from "../../../components/use-format.ts";
import styles from "./copies-band.module.css";

/** How far a repository's data was read back, and what comes next. */
export function ReadBackNote({ reading }: { readonly reading: ReadingBack }) {
  const { t } = useTranslation("copies");
  const format = useFormat();
  const { days, allReadMs, readPercent, dueMs, nextMs, jobId, waits } = reading;
  const all = allReadMs === null ? t("read.neverYet") : t("read.all", { when: format.relative(allReadMs) });
  const now =
    jobId !== null
      ? t("read.now")
      : waits !== null
        ? t(`read.waits.${waits}`)
        : nextMs !== null
          ? t("read.next", { when: format.momentInText(Math.max(nextMs, format.nowMs)) })
          : t("read.off");
  return (
    <>
      <div>{all}</div>
      {days !== null && dueMs !== null && (
        <div className={styles.note}>
          {t("read.percent", { percent: format.percent(readPercent / 100), due: format.date(dueMs, "long") })}
        </div>
      )}
      <div className={styles.note} data-waits={waits ?? undefined}>
        {now}
      </div>
    </>
  );
}
