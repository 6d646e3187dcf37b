import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { HealthSubjectId } from "../../../../shared/ids.ts";
import type { ControllerView } from "../../../../shared/model/health-view.ts";
import { Band } from "../../../components/band.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useInSight } from "../array/array-band.tsx";
import { Reasons } from "../reasons.tsx";
import { Standing } from "../standing.tsx";
import { SubjectActions } from "../subject-actions.tsx";
import styles from "./controllers-band.module.css";

type ControllersBandProps = {
  readonly controllers: readonly ControllerView[];
  readonly wantedId: HealthSubjectId | undefined;
};

/** RAID controllers and the boxes themselves: their state, and that of the battery and write cache on which the last written data hangs. */
export function ControllersBand({ controllers, wantedId }: ControllersBandProps) {
  const { t } = useTranslation("storage");
  return (
    <Band heading={t("controllers.heading")}>
      {controllers.map((controller) => (
        <Controller key={controller.id} controller={controller} isWanted={controller.id === wantedId} />
      ))}
    </Band>
  );
}

type ControllerProps = { readonly controller: ControllerView; readonly isWanted: boolean };

function Controller({ controller, isWanted }: ControllerProps) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const { reading, verdict, findings, name } = controller;
  const part = (state: "battery" | "cache") =>
    `${t(`controllers.${state}`)} ${t(`controllers.part.${reading[state]}`)}`;
  const facts = [
    ...(reading.battery === "none" ? [] : [part("battery")]),
    ...(reading.cache === "none" ? [] : [part("cache")]),
    ...(reading.temperatureC === null ? [] : [t("disks.celsius", { value: reading.temperatureC })]),
  ];
  return (
    <div ref={useInSight(isWanted)} className={styles.controller}>
      <div className={styles.head}>
        <h3>{printable(reading.model ?? name)}</h3>
        <Standing verdict={verdict} />
        <span className={styles.facts}>{format.facts(facts)}</span>
      </div>
      {findings.length > 0 && <Reasons findings={findings} />}
      <SubjectActions
        subject={controller}
        isTrouble={verdict === "warning" || verdict === "failing" || verdict === "failed"}
      />
    </div>
  );
}
