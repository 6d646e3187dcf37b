import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView, ReplicaView } from "../../../../shared/model/failover.ts";
import { MiddleText } from "../../../components/middle-text.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useDescribe } from "../../../host/describe.ts";
import { useGap } from "../../../words/use-gap.ts";
import { beatTicks } from "../model/beat-ticks.ts";
import { Beats } from "./beats.tsx";
import styles from "./pair.module.css";
import { roleOf } from "./replica-role.ts";
import { useReplicaFacts } from "./use-replica-facts.ts";

type ReplicaColumnProps = {
  readonly view: FailoverView;
  readonly replica: ReplicaView;
  /** How many heartbeats there is room for. */
  readonly beats: number;
  /** The picture has no room to say how far it is behind. */
  readonly hasLag: boolean;
  /** What can be done with it. */
  readonly menu: ReactNode;
};

/** What stands below a box: its name, what it is to the others, its heartbeats, how fast it answers, its room, and where it is. */
export function ReplicaColumn({ view, replica, beats, hasLag, menu }: ReplicaColumnProps) {
  const { t } = useTranslation("failover");
  const gap = useGap();
  const format = useFormat();
  const describe = useDescribe();
  const facts = useReplicaFacts(view)(replica);
  const role = roleOf(replica, view);
  const { name, location, kind, copyError, jobId } = replica;
  const ticks = beatTicks(replica, view.settings, format.nowMs, beats);
  return (
    <li className={styles.column}>
      <div className={styles.head}>
        <span className={styles.name} title={printable(name)}>
          {printable(name)}
        </span>
        {menu}
      </div>
      <p className={styles.role} data-tone={role.tone}>
        <VerdictShape verdict={role.verdict} size={13} />
        <span>{facts.role}</span>
      </p>
      <Beats ticks={ticks} />
      <p className={styles.line}>{format.facts([facts.beat, facts.room])}</p>
      {hasLag && replica.role === "standby" && <p className={styles.line}>{facts.lag}</p>}
      <p>
        <span>{t(`kind.${kind}`)}</span>
      </p>
      <p>
        <MiddleText text={printable(location)} />
      </p>
      {copyError !== null && jobId === null && (
        <p className={styles.problem}>
          {t("pair.copyFailed")}
          {gap}
          {describe(copyError).message}
        </p>
      )}
    </li>
  );
}
