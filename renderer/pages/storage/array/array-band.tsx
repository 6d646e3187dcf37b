import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { HealthSubjectId } from "../../../../shared/ids.ts";
import type { ArrayView, DiskView } from "../../../../shared/model/health-view.ts";
import { Band } from "../../../components/band.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { arrayBays } from "../model/array-bays.ts";
import { Reasons } from "../reasons.tsx";
import { Standing } from "../standing.tsx";
import { SubjectActions } from "../subject-actions.tsx";
import styles from "./array.module.css";
import { ArrayProgress } from "./array-progress.tsx";
import { Chassis } from "./chassis.tsx";

type ArrayBandProps = {
  readonly array: ArrayView;
  readonly disks: ReadonlyMap<HealthSubjectId, DiskView>;
  /** It is what somebody came here for. */
  readonly isWanted: boolean;
};

/** An array: its members as they sit in the box, what is being done with it, and why its verdict is what it is. */
export function ArrayBand({ array, disks, isWanted }: ArrayBandProps) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const bays = arrayBays(array, disks);
  const { reading, verdict, isVanished, findings } = array;
  const { technology, level, activeMembers, expectedMembers, sizeBytes, usedBytes, operation } = reading;
  const facts = [
    [t(`array.technology.${technology}`), ...(level === null ? [] : [level])].join(" "),
    ...(activeMembers === null || expectedMembers === null
      ? []
      : [t("array.members", { active: activeMembers, expected: expectedMembers })]),
    ...(sizeBytes === null
      ? []
      : [
          usedBytes === null
            ? t("array.size", { size: format.bytes(sizeBytes) })
            : t("array.used", { used: format.bytes(usedBytes), size: format.bytes(sizeBytes) }),
        ]),
  ];
  return (
    <div ref={useInSight(isWanted)}>
      <Band heading={array.name} caption={format.facts(facts)} end={<Standing verdict={verdict} />}>
        {isVanished ? (
          <p className={styles.gone}>{t("array.vanished", { when: format.relative(array.seenMs) })}</p>
        ) : bays.length === 0 ? (
          <p className={styles.gone}>{t("array.noMembers")}</p>
        ) : (
          <Chassis label={t("array.picture", { name: array.name })} bays={bays} />
        )}
        {operation !== null && !isVanished && <ArrayProgress array={array} operation={operation} />}
        {findings.length > 0 && <Reasons findings={findings} />}
        <SubjectActions
          subject={array}
          isTrouble={verdict !== "ok" && verdict !== "checking" && verdict !== "unknown"}
        />
      </Band>
    </div>
  );
}

/** Brings what was asked for into sight, once. */
export function useInSight(isWanted: boolean) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isWanted) element.current?.scrollIntoView({ block: "start" });
  }, [isWanted]);
  return element;
}
