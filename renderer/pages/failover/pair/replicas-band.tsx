import { useElementSize } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView, RecordedTransition, ReplicaView } from "../../../../shared/model/failover.ts";
import type { JobView } from "../../../../shared/model/job.ts";
import { Band } from "../../../components/band.tsx";
import { DataTable } from "../../../components/data-table.tsx";
import type { IconName } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useAppState } from "../../../host/use-app-state.ts";
import { useGap } from "../../../words/use-gap.ts";
import { rolesIn } from "../model/replicas-of.ts";
import styles from "./pair.module.css";
import { layOutPair } from "./pair-layout.ts";
import { ReplicaColumn } from "./replica-column.tsx";
import { ReplicaPicture } from "./replica-picture.tsx";
import { useReplicaFacts } from "./use-replica-facts.ts";

type ReplicasBandProps = {
  readonly view: FailoverView;
  readonly history: readonly RecordedTransition[];
  /** Of the sources that are backed up here. */
  readonly icons: readonly IconName[];
  readonly jobs: readonly JobView[];
  readonly end: ReactNode;
  readonly menuOf: (replica: ReplicaView) => ReactNode;
  /** What came of a deed, or did not. */
  readonly children?: ReactNode;
};

const STEP = 4;
const MOST_BEATS = 44;
/** Longer ago is no news. */
const RECENT_MS = 7 * 24 * 3_600_000;

/** The replicas as they stand on the shelf, with what flows between them. */
export function ReplicasBand({ view, history, icons, jobs, end, menuOf, children }: ReplicasBandProps) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const gap = useGap();
  const app = useAppState();
  const { ref, width } = useElementSize();
  const factsOf = useReplicaFacts(view);
  const { replicas, activeId, settings } = view;
  const at = replicas.findIndex(({ id }) => id === activeId);
  const passing = replicas.filter((_, n) => Math.abs(n - at) > 1).length;
  const layout = layOutPair(Math.max(width, 420), replicas.length, at > 0, passing);
  const beats = Math.min(MOST_BEATS, Math.floor(((layout.columns[1] ?? 0) - 16) / STEP));
  const { active, others } = rolesIn(view);
  const moved = history.find(({ moveTookMs }) => moveTookMs !== null);
  const isRecent =
    moved !== undefined && format.nowMs - moved.atMs < RECENT_MS && moved.activeId === activeId;
  const sources = icons.length === 0 ? t("pair.noSources") : t("pair.sources", { count: icons.length });
  const label = t("pair.picture", {
    ...{ active: printable(active?.name ?? ""), sources },
    others: others.map((one) => `${printable(one.name)}: ${factsOf(one).role}.`).join(gap),
  });
  return (
    <Band heading={t("pair.heading")} caption={t("pair.caption")} end={end}>
      <div className={styles.pair} ref={ref}>
        {width > 0 && (
          <>
            <ReplicaPicture
              {...{ view, layout, icons, jobs, label }}
              width={Math.max(width, 420)}
              sinceMs={isRecent ? moved.atMs : undefined}
            />
            <ul
              className={styles.columns}
              style={{ gridTemplateColumns: layout.columns.map((column) => `${column}px`).join(" ") }}
            >
              <li className={styles.column}>
                <div className={styles.head}>
                  <span className={styles.name}>{app.kind === "ready" ? app.value.hostname : ""}</span>
                </div>
                <p className={styles.sources}>{sources}</p>
                <p>{t("pair.beats", { span: format.runTime(beats * settings.beatEveryMs) })}</p>
              </li>
              {replicas.map((replica) => (
                <ReplicaColumn
                  key={replica.id}
                  {...{ view, replica, beats }}
                  hasLag={replicas.length > 2}
                  menu={menuOf(replica)}
                />
              ))}
            </ul>
          </>
        )}
        <DataTable
          caption={t("pair.heading")}
          columns={(["place", "role", "beat", "lag", "room"] as const).map((name) => t(`pair.table.${name}`))}
          rows={replicas.map((replica) => {
            const { role, beat, lag, room } = factsOf(replica);
            return [printable(replica.name), role, beat, lag, room];
          })}
        />
      </div>
      {children}
    </Band>
  );
}
