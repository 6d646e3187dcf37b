import { Radio } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schedule } from "../../../shared/model/schedule.ts";
import { ScheduleField, SchedulePreview } from "../../components/schedule-field.tsx";
import { emptySchedule } from "../../components/schedule-presets.ts";
import styles from "./when-step.module.css";

type WhenStepProps = { readonly value: Schedule; readonly onChange: (schedule: Schedule) => void };

const PRESETS = ["hourly", "daily", "continuous"] as const;

/** When backups run: one of three that suit most, or the person's own. */
export function WhenStep({ value, onChange }: WhenStepProps) {
  const { t } = useTranslation("setUp");
  const preset = PRESETS.find((kind) => JSON.stringify(emptySchedule(kind)) === JSON.stringify(value));
  const [isOwn, setIsOwn] = useState(preset === undefined);
  return (
    <div className={styles.when}>
      <Radio.Group
        aria-label={t("when.title")}
        value={isOwn ? "own" : (preset ?? "own")}
        onChange={(chosen) => {
          const known = PRESETS.find((kind) => kind === chosen);
          setIsOwn(known === undefined);
          if (known !== undefined) onChange(emptySchedule(known));
        }}
      >
        <div className={styles.choices}>
          {PRESETS.map((kind) => (
            <Radio key={kind} value={kind} label={t(`when.${kind}`)} description={t(`when.${kind}Hint`)} />
          ))}
          <Radio value="own" label={t("when.own")} />
        </div>
      </Radio.Group>
      {isOwn ? (
        <ScheduleField value={value} window={null} onChange={onChange} />
      ) : (
        <SchedulePreview schedule={value} window={null} />
      )}
    </div>
  );
}
