import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { TreeChange } from "../../../../shared/model/browse.ts";
import { Button } from "../../../components/button.tsx";
import { Empty } from "../../../components/empty.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { RestoreLead } from "../frame/restore-lead.tsx";
import { stepFrom } from "../model/find-snapshot.ts";
import type { RestorePlace } from "../model/place.ts";
import { folderOf, nameOf, ROOT } from "../model/tree-path.ts";
import type { Subject } from "../subject.ts";
import type { Go } from "../use-place.ts";
import { useWords } from "../use-words.ts";
import { ChangeList } from "./change-list.tsx";
import styles from "./compare-view.module.css";
import { MomentPicker } from "./moment-picker.tsx";
import { type Changes, useChanges } from "./use-changes.ts";

type CompareViewProps = {
  readonly subject: Subject;
  readonly menu: ReactNode;
  readonly place: RestorePlace;
  readonly go: Go;
};

/** What differs between two snapshots. */
export function CompareView({ subject, menu, place, go }: CompareViewProps) {
  const { t, dateAndTime } = useWords();
  const { t: unavailable } = useTranslation("unavailable");
  const { repository, series, snapshots, snapshot, index, base } = subject;
  const other = snapshots.findIndex(({ id }) => id === place.other);
  const otherIndex = other === -1 ? Math.max(0, index === 0 ? 1 : index - 1) : other;
  const from = snapshots[Math.min(index, otherIndex)];
  const to = snapshots[Math.max(index, otherIndex)];
  const hasTwo = from !== undefined && to !== undefined && from.id !== to.id;
  const path = place.path ?? base ?? ROOT;
  const changes = useChanges(
    hasTwo && base !== null
      ? { repositoryId: repository.id, fromSnapshotId: from.id, toSnapshotId: to.id, path }
      : undefined,
  );
  const isWithin = place.path !== null && place.path !== base;
  const choose = (role: "from" | "to", chosen: number) => {
    const wanted = snapshots[chosen];
    if (wanted === undefined || from === undefined || to === undefined) return;
    const kept = role === "from" ? to : from;
    go({ snapshot: wanted.id, other: kept.id }, { replaces: true });
  };
  const open = ({ path: opened, change }: TreeChange) => {
    const side = change === "removed" ? from : to;
    go({ mode: "time", snapshot: side?.id ?? snapshot.id, path: folderOf(opened), shown: opened });
  };
  const sentence = useCompareSentence(
    changes,
    dateAndTime(from?.timeMs ?? 0),
    dateAndTime(to?.timeMs ?? 0),
    series.name,
  );
  return (
    <>
      <RestoreLead
        icon="compare"
        first={
          !hasTwo ? t("compare.needsTwo") : changes.kind === "failed" ? unavailable("compare") : sentence
        }
        mode="compare"
        onMode={(mode) => go({ mode })}
        context={
          hasTwo && (
            <span className={styles.scope}>
              {isWithin
                ? t("compare.within", { folder: nameOf(path) || "/" })
                : t("compare.withinAll", { name: series.name })}
              {isWithin && (
                <Button kind="quiet" size="small" onClick={() => go({ path: null }, { replaces: true })}>
                  {t("compare.all")}
                </Button>
              )}
            </span>
          )
        }
      />
      <div className={styles.bar} data-region="compare">
        {menu}
        {hasTwo && (
          <>
            <MomentPicker
              label={t("compare.older")}
              snapshots={snapshots}
              index={Math.min(index, otherIndex)}
              onChoose={(chosen) => choose("from", chosen)}
            />
            <MomentPicker
              label={t("compare.newer")}
              snapshots={snapshots}
              index={Math.max(index, otherIndex)}
              onChoose={(chosen) => choose("to", chosen)}
            />
            <span className={styles.apart}>
              {(["day-before", "week-before"] as const).map((step) => (
                <Button
                  key={step}
                  kind="quiet"
                  size="small"
                  onClick={() => choose("from", stepFrom(snapshots, Math.max(index, otherIndex), step))}
                >
                  {t(`compare.${step}`)}
                </Button>
              ))}
            </span>
          </>
        )}
      </div>
      <div className={styles.content} data-region="changes">
        {!hasTwo && (
          <div className={styles.place}>
            <Empty icon="compare" title={t("compare.needsTwo")}>
              {t("compare.needsTwoText", { name: series.name })}
            </Empty>
          </div>
        )}
        {hasTwo && changes.kind === "loading" && (
          <div className={styles.place}>
            <Waiting rows={8} rowHeight={32} />
          </div>
        )}
        {hasTwo && changes.kind === "failed" && (
          <div className={styles.place}>
            <ErrorNote error={changes.error} onRetry={changes.retry} />
          </div>
        )}
        {hasTwo && changes.kind === "ready" && changes.changes.length === 0 && (
          <div className={styles.place}>
            <Empty icon="compare" title={sentence}>
              {t("compare.sameText")}
            </Empty>
          </div>
        )}
        {hasTwo && changes.kind === "ready" && changes.changes.length > 0 && (
          <ChangeList
            key={`${from.id} ${to.id} ${path}`}
            changes={changes.changes}
            series={series}
            hasMore={changes.hasMore}
            onNeedMore={changes.readMore}
            onOpen={open}
          />
        )}
        {changes.kind === "ready" && changes.moreError !== undefined && (
          <ErrorNote error={changes.moreError} />
        )}
      </div>
    </>
  );
}

function useCompareSentence(changes: Changes, from: string, to: string, name: string): string {
  const { t } = useWords();
  const format = useFormat();
  if (changes.kind !== "ready") return t("compare.pick", { name });
  const { added, removed, changed } = changes.counts;
  const counted = (["added", "removed", "changed"] as const)
    .map((what) => ({ what, count: { added, removed, changed }[what] }))
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => t(`compare.${what}`, { count, n: formatGrouped(count) }));
  if (counted.length === 0) return t("compare.same", { from, to });
  return t("compare.sentence", { changes: format.list(counted), from, to });
}
