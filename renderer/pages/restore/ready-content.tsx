import { type ReactNode, useCallback, useMemo, useState } from "react";
import type { JobView } from "../../../shared/model/job.ts";
import type { SnapshotSeries } from "../../../shared/model/snapshot.ts";
import { BrowseView } from "./browse/browse-view.tsx";
import { CompareView } from "./compare/compare-view.tsx";
import { DamageNote } from "./frame/damage-note.tsx";
import type { RestorePlace } from "./model/place.ts";
import { NOTHING, type Selection } from "./model/selection.ts";
import { RestoreDialog } from "./restore/restore-dialog.tsx";
import { RestoreJob } from "./restore/restore-job.tsx";
import type { RestoreRequest } from "./restore/restore-request.ts";
import styles from "./restore-page.module.css";
import { SearchView } from "./search/search-view.tsx";
import type { Subject } from "./subject.ts";
import type { Go } from "./use-place.ts";

type ReadyContentProps = {
  readonly subject: Subject;
  readonly allSeries: readonly SnapshotSeries[];
  readonly menu: ReactNode;
  readonly place: RestorePlace;
  readonly go: Go;
};

/** The three ways to look, and what they share: what is chosen, and the restore that is asked for or under way. */
export function ReadyContent({ subject, allSeries, menu, place, go }: ReadyContentProps) {
  const [request, setRequest] = useState<RestoreRequest>();
  const [folders, setFolders] = useState<ReadonlyMap<JobView["id"], string | null>>(new Map());
  const [isJobOpen, setIsJobOpen] = useState(false);
  const [selection, changeSelection] = useSelectionOf(subject.snapshot.id);
  const mode = place.mode ?? "time";
  const shared = { subject, menu, place, go };
  return (
    <div className={styles.page}>
      <DamageNote repository={subject.repository} />
      {mode === "time" && (
        <BrowseView {...shared} selection={selection} onSelect={changeSelection} onRestore={setRequest} />
      )}
      {mode === "search" && <SearchView {...shared} allSeries={allSeries} onRestore={setRequest} />}
      {mode === "compare" && <CompareView {...shared} />}
      {place.job !== null && (
        <RestoreJob
          jobId={place.job}
          repositoryName={subject.repository.name}
          folder={folders.get(place.job)}
          isOpen={isJobOpen}
          onOpen={() => setIsJobOpen(true)}
          onHide={() => setIsJobOpen(false)}
          onClose={() => {
            setIsJobOpen(false);
            go({ job: null }, { replaces: true });
          }}
          onRestarted={(jobId) => {
            const folder = place.job === null ? undefined : folders.get(place.job);
            if (folder !== undefined) setFolders((before) => new Map([...before, [jobId, folder]]));
            go({ job: jobId }, { replaces: true });
          }}
        />
      )}
      {request !== undefined && (
        <RestoreDialog
          request={request}
          onClose={() => setRequest(undefined)}
          onStarted={(jobId, folder) => {
            setFolders((before) => new Map([...before, [jobId, folder]]));
            setRequest(undefined);
            setIsJobOpen(true);
            go({ job: jobId }, { replaces: true });
          }}
        />
      )}
    </div>
  );
}

/** What is chosen belongs to a snapshot: paths of one need not be in another. */
function useSelectionOf(snapshotId: string) {
  const [held, setHeld] = useState<{ readonly of: string; readonly selection: Selection }>();
  const selection = held?.of === snapshotId ? held.selection : NOTHING;
  const change = useCallback(
    (next: (before: Selection) => Selection) =>
      setHeld((before) => ({
        of: snapshotId,
        selection: next(before?.of === snapshotId ? before.selection : NOTHING),
      })),
    [snapshotId],
  );
  return useMemo(() => [selection, change] as const, [selection, change]);
}
