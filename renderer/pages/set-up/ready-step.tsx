import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schedule } from "../../../shared/model/schedule.ts";
import { Icon } from "../../components/icon.tsx";
import { useFormat } from "../../components/use-format.ts";
import styles from "./ready-step.module.css";
import type { SetUpSource } from "./suggested-sources.ts";

type ReadyStepProps = {
  readonly sources: readonly SetUpSource[];
  readonly placeName: string;
  readonly schedule: Schedule;
  /** Whether a second place is to be added afterwards; undefined where there is one already. */
  readonly wantsSecond: boolean | undefined;
  readonly onWantsSecond: (wants: boolean) => void;
};

/** What was chosen, once more, before anything is made of it. */
export function ReadyStep({ sources, placeName, schedule, wantsSecond, onWantsSecond }: ReadyStepProps) {
  const { t } = useTranslation(["setUp", "replicas"]);
  const format = useFormat();
  const rows = [
    ["shield", t("steps.what"), format.list(sources.map(({ name }) => name))],
    ["nas", t("steps.where"), placeName],
    ["calendar", t("steps.when"), format.schedule(schedule)],
    ["snooze", t("ready.keep"), t("ready.keepWords")],
  ] as const;
  return (
    <>
      <dl className={styles.summary}>
        {rows.map(([icon, word, value]) => (
          <div key={word}>
            <dt>
              <Icon name={icon} />
              {word}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {wantsSecond !== undefined && (
        <Checkbox
          className={styles.second ?? ""}
          label={t("replicas:setUp.second")}
          description={t("replicas:setUp.secondHint")}
          checked={wantsSecond}
          onChange={({ currentTarget }) => onWantsSecond(currentTarget.checked)}
        />
      )}
    </>
  );
}
