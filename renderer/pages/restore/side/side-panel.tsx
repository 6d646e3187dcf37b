import { type ReactNode, type Ref, useMemo } from "react";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { formatSiBytes } from "../../../../shared/format/si-bytes.ts";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import type { SnapshotSeries, SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon } from "../../../components/icon.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { nameOf, pathText } from "../model/tree-path.ts";
import { useWords } from "../use-words.ts";
import { Preview } from "./preview.tsx";
import styles from "./side-panel.module.css";
import { VersionList } from "./version-list.tsx";

type SidePanelProps = {
  readonly repositoryId: RepositoryView["id"];
  readonly seriesId: SnapshotSeries["id"];
  readonly snapshotId: SnapshotView["id"];
  readonly timeMs: number;
  readonly snapshots: readonly SnapshotView[];
  /** Null while nothing is chosen. */
  readonly path: TreePath | null;
  readonly isFolder: boolean;
  readonly onShowVersion: (snapshotId: SnapshotView["id"]) => void;
  readonly onOpenFolder: (path: TreePath) => void;
  /** At its foot. */
  readonly actions?: ReactNode;
  readonly panel?: Ref<HTMLElement>;
};

/** One file: how it looks, and all its versions. */
export function SidePanel(props: SidePanelProps) {
  const { path, isFolder, actions, panel } = props;
  const { t } = useWords();
  return (
    <aside ref={panel} className={styles.side} aria-label={t("side.label")} tabIndex={-1} data-region="side">
      {path === null && (
        <div className={styles.nothing}>
          <Icon name="file" size={22} />
          <p>{t("side.nothing")}</p>
        </div>
      )}
      {path !== null && isFolder && <FolderCard {...props} path={path} />}
      {path !== null && !isFolder && <FileCard {...props} path={path} />}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </aside>
  );
}

type CardProps = Omit<SidePanelProps, "path"> & { readonly path: TreePath };

function FolderCard({ repositoryId, snapshotId, path, onOpenFolder }: CardProps) {
  const { t } = useWords();
  const measure = useCall("restore.measure", { repositoryId, snapshotId, paths: [path] });
  return (
    <div className={styles.card}>
      <Icon name="folder" size={22} />
      <h2 title={pathText(path)}>{nameOf(path) || "/"}</h2>
      {measure.kind === "loading" && <p className={styles.caption}>{t("bar.counting")}</p>}
      {measure.kind === "failed" && <ErrorNote error={measure.error} onRetry={measure.retry} />}
      {measure.kind === "ready" && (
        <>
          <p className={styles.caption}>
            {t("side.folderCount", {
              count: measure.value.files,
              n: formatGrouped(measure.value.files),
              size: formatSiBytes(measure.value.bytes),
            })}
          </p>
          {measure.value.goneToday !== null && measure.value.goneToday > 0 && (
            <p>
              {t("side.goneToday", {
                count: measure.value.goneToday,
                n: formatGrouped(measure.value.goneToday),
              })}
            </p>
          )}
        </>
      )}
      <Button size="small" onClick={() => onOpenFolder(path)}>
        {t("side.open")}
      </Button>
    </div>
  );
}

function FileCard({ repositoryId, seriesId, snapshotId, timeMs, snapshots, path, onShowVersion }: CardProps) {
  const { t } = useWords();
  const answer = useCall("restore.versions", { repositoryId, seriesId, path });
  const snapshotById = useMemo(
    () => new Map(snapshots.map((snapshot) => [snapshot.id, snapshot])),
    [snapshots],
  );
  const name = nameOf(path);
  const versions = answer.kind === "ready" ? answer.value.versions : [];
  const held = versions.filter(({ entry }) => entry !== null);
  const inSnapshots = held.reduce((sum, { snapshotCount }) => sum + snapshotCount, 0);
  return (
    <>
      <Preview repositoryId={repositoryId} snapshotId={snapshotId} path={path} />
      <div className={styles.file}>
        <h2 title={pathText(path)}>{name}</h2>
        {answer.kind === "loading" && <Waiting rows={3} rowHeight={38} />}
        {answer.kind === "failed" && (
          <div className={styles.failed}>
            <ErrorNote error={answer.error} onRetry={answer.retry} />
          </div>
        )}
        {answer.kind === "ready" && (
          <>
            <p className={styles.caption}>
              {t("side.versions", {
                count: held.length,
                n: formatGrouped(held.length),
                snapshots: t("side.snapshots", { count: inSnapshots, n: formatGrouped(inSnapshots) }),
              })}
            </p>
            <VersionList
              key={path}
              versions={versions}
              timeMs={timeMs}
              snapshotById={snapshotById}
              onShow={onShowVersion}
            />
          </>
        )}
      </div>
    </>
  );
}
