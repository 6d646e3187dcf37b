import type { SearchHit } from "../../../../shared/model/browse.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useCall } from "../../../host/use-call.ts";
import type { RestoreRequest } from "../restore/restore-request.ts";
import { useDownload } from "../restore/use-download.ts";
import { SidePanel } from "../side/side-panel.tsx";
import { useWords } from "../use-words.ts";

type HitPanelProps = {
  readonly repository: RepositoryView;
  readonly hit: SearchHit;
  /** The snapshot whose version of it is shown. */
  readonly snapshotId: SnapshotView["id"];
  readonly hostname: string;
  readonly sourceId: RestoreRequest["sourceId"];
  readonly onShowVersion: (snapshotId: SnapshotView["id"]) => void;
  readonly onOpenPlace: () => void;
  readonly onRestore: (request: RestoreRequest) => void;
};

/** What was found, closer: preview, versions, and the way back. */
export function HitPanel(props: HitPanelProps) {
  const { repository, hit, snapshotId, hostname, sourceId, onShowVersion, onOpenPlace, onRestore } = props;
  const { t } = useWords();
  const { download, isRunning, error } = useDownload();
  const answer = useCall("snapshots.list", { repositoryId: repository.id, seriesId: hit.seriesId });
  const snapshots = answer.kind === "ready" ? answer.value.snapshots : [];
  const timeMs = snapshots.find(({ id }) => id === snapshotId)?.timeMs ?? hit.lastMs;
  const chosen = { repositoryId: repository.id, snapshotId, paths: [hit.path] };
  return (
    <SidePanel
      repositoryId={repository.id}
      seriesId={hit.seriesId}
      snapshotId={snapshotId}
      timeMs={timeMs}
      snapshots={snapshots}
      path={hit.path}
      isFolder={hit.type === "dir"}
      onShowVersion={onShowVersion}
      onOpenFolder={onOpenPlace}
      actions={
        <>
          <Button kind="primary" onClick={() => onRestore({ ...chosen, timeMs, hostname, sourceId })}>
            {t("search.restore")}
          </Button>
          <Button icon="download" isBusy={isRunning} onClick={() => void download(chosen)}>
            {t("search.download")}
          </Button>
          {hit.type !== "dir" && (
            <Button kind="quiet" onClick={onOpenPlace}>
              {t("side.openPlace")}
            </Button>
          )}
          {error !== undefined && <ErrorNote error={error} />}
        </>
      }
    />
  );
}
