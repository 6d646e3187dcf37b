import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import type { SnapshotSeries, SnapshotView } from "../../../shared/model/snapshot.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { useHeld } from "../../components/use-held.ts";
import { Waiting } from "../../components/waiting.tsx";
import { host } from "../../host/host.ts";
import { queryClient } from "../../host/query-client.ts";
import { useCall } from "../../host/use-call.ts";
import { RestoreLead } from "./frame/restore-lead.tsx";
import { useSeriesName } from "./frame/subject-menu.tsx";
import type { RestorePlace } from "./model/place.ts";
import { ReadyContent } from "./ready-content.tsx";
import styles from "./restore-page.module.css";
import { useBase } from "./use-base.ts";
import type { Go } from "./use-place.ts";
import { useWords } from "./use-words.ts";

type SeriesContentProps = {
  readonly repository: RepositoryView;
  readonly allSeries: readonly SnapshotSeries[];
  readonly series: SnapshotSeries;
  readonly menu: ReactNode;
  readonly place: RestorePlace;
  readonly go: Go;
};

/** One series of snapshots: reads which there are. */
export function SeriesContent({ repository, allSeries, series, menu, place, go }: SeriesContentProps) {
  const { t } = useWords();
  const { t: unavailable } = useTranslation("unavailable");
  const nameOf = useSeriesName();
  useFactsOfIndex(repository.id);
  const answer = useCall("snapshots.list", { repositoryId: repository.id, seriesId: series.id });
  const snapshots = answer.kind === "ready" ? answer.value.snapshots : [];
  const newest = snapshots.at(-1);
  const isThere = (one: SnapshotView["id"]) => snapshots.some(({ id }) => id === one);
  const wanted = place.snapshot !== null && isThere(place.snapshot) ? place.snapshot : undefined;
  // a backup that ends meanwhile must not take away what somebody has chosen from the one before
  const shownId = useHeld(wanted, newest?.id, isThere);
  const index = snapshots.findIndex(({ id }) => id === shownId);
  const snapshot = snapshots[index];
  if (answer.kind === "ready" && snapshot !== undefined && newest !== undefined) {
    const subject = {
      repository,
      series: { ...series, name: nameOf(series) },
      snapshots,
      unreadable: answer.value.unreadable,
      index,
      snapshot,
    };
    return <WithBase {...{ subject, newest, allSeries, menu, place, go }} />;
  }
  return (
    <div className={styles.page}>
      <RestoreLead
        icon="restore"
        first={answer.kind === "failed" ? unavailable("series", { name: nameOf(series) }) : nameOf(series)}
        mode={place.mode ?? "time"}
        onMode={(mode) => go({ mode })}
      />
      <div className={styles.menu}>{menu}</div>
      <div className={styles.rest}>
        {answer.kind === "failed" ? (
          <ErrorNote error={answer.error} onRetry={answer.retry} />
        ) : (
          <Waiting label={t("reading")} rows={8} rowHeight={32} />
        )}
      </div>
    </div>
  );
}

type ReadyProps = Parameters<typeof ReadyContent>[0];
type WithBaseProps = Omit<ReadyProps, "subject"> & {
  readonly subject: Omit<ReadyProps["subject"], "base">;
  readonly newest: ReadyProps["subject"]["snapshot"];
};

/** The base is that of the newest snapshot: while one goes back in time, the place stays. */
function WithBase({ subject, newest, ...rest }: WithBaseProps) {
  const base = useBase(subject.repository.id, subject.series, newest.id);
  return <ReadyContent {...rest} subject={{ ...subject, base: base ?? null }} />;
}

/** How many files were gone before a snapshot is known once its names have been read. */
function useFactsOfIndex(repositoryId: RepositoryView["id"]): void {
  useEffect(
    () =>
      host.onEvent(({ event }) => {
        if (event.type !== "search-index" || event.repositoryId !== repositoryId) return;
        if (event.snapshotsIndexed < event.snapshotsTotal) return;
        void queryClient.invalidateQueries({ queryKey: ["snapshots.list"] });
      }),
    [repositoryId],
  );
}
