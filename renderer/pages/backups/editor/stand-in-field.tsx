import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { StandInPlan } from "../../../../shared/model/stand-in.ts";
import { Band } from "../../../components/band.tsx";
import styles from "./plan-form.module.css";

type StandInFieldProps = {
  /** Of the plan that is edited; undefined when only this computer starts it, and for a new one. */
  readonly shared: StandInPlan | undefined;
  readonly isOffered: boolean;
  readonly onChange: (isOffered: boolean) => void;
};

/** Whether another computer may start the plan while this one is gone. */
export function StandInField({ shared, isOffered, onChange }: StandInFieldProps) {
  const { t } = useTranslation("standIn");
  if (shared !== undefined && !shared.isOwn) {
    return (
      <Band heading={t("editor.heading")}>
        <p className={styles.note}>{t("editor.other", { owner: printable(shared.ownerName) })}</p>
      </Band>
    );
  }
  const isElsewhere = shared?.state === "taken-over";
  return (
    <Band heading={t("editor.heading")}>
      <Checkbox
        label={t("editor.mayBeTakenOver")}
        description={
          isElsewhere ? t("editor.takenOver", { name: printable(shared.holderName) }) : t("editor.hint")
        }
        checked={isOffered}
        disabled={isElsewhere}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    </Band>
  );
}
