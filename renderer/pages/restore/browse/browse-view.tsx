import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { TreeEntry } from "../../../../shared/model/browse.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { CheckField } from "../frame/check-field.tsx";
import type { RestorePlace } from "../model/place.ts";
import type { Selection } from "../model/selection.ts";
import { ROOT } from "../model/tree-path.ts";
import type { RestoreRequest } from "../restore/restore-request.ts";
import { SelectionBar } from "../restore/selection-bar.tsx";
import { SidePanel } from "../side/side-panel.tsx";
import type { Subject } from "../subject.ts";
import { TimeBar } from "../timeline/time-bar.tsx";
import type { Go } from "../use-place.ts";
import { useWords } from "../use-words.ts";
import { BrowseLead } from "./browse-lead.tsx";
import styles from "./browse-view.module.css";
import { Crumbs } from "./crumbs.tsx";
import listStyles from "./file-list.module.css";
import { FileList } from "./file-list.tsx";
import { FolderTree } from "./folder-tree.tsx";
import type { ChangeSelection } from "./use-list-selection.ts";

type BrowseViewProps = {
  readonly subject: Subject;
  readonly menu: ReactNode;
  readonly place: RestorePlace;
  readonly go: Go;
  readonly selection: Selection;
  readonly onSelect: ChangeSelection;
  readonly onRestore: (request: RestoreRequest) => void;
};

/** A snapshot, found by its time: its folders, its files, and what they look like. */
export function BrowseView({ subject, menu, place, go, selection, onSelect, onRestore }: BrowseViewProps) {
  const { t } = useWords();
  const { repository, series, snapshots, snapshot, index, base } = subject;
  const side = useRef<HTMLElement>(null);
  const [entry, setEntry] = useState<TreeEntry>();
  const [known, setKnown] = useState<{ readonly total: number; readonly isOfThisHost: boolean }>();
  const isNarrow = useMediaQuery("(width < 1100px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const path = place.path ?? base;
  const sort = useMemo(
    () => ({ by: place.sort ?? "name", descending: place.descending ?? false }) as const,
    [place.sort, place.descending],
  );
  const canDiffer = known?.isOfThisHost ?? true;
  const onlyDifferent = canDiffer && place.onlyDifferent === true;
  const query = useMemo(
    () =>
      path === null
        ? undefined
        : { repositoryId: repository.id, snapshotId: snapshot.id, path, sort, onlyDifferent },
    [repository.id, snapshot.id, path, sort, onlyDifferent],
  );
  const onShow = useCallback((shown: TreeEntry) => go({ shown: shown.path }, { replaces: true }), [go]);
  const newestId = snapshots.at(-1)?.id ?? null;
  // without one in the address the page stays where it opened, which newer ones may have come after
  const toNewest = place.snapshot === null ? newestId : null;
  const onChoose = (chosen: number) => {
    const wanted = snapshots[chosen];
    if (wanted !== undefined)
      go({ snapshot: wanted.id === newestId ? toNewest : wanted.id }, { replaces: true });
  };
  const openFolder = (opened: TreeEntry["path"], from?: TreeEntry["path"]) =>
    go({ path: opened === base ? null : opened, shown: from ?? null });
  const shownEntry = entry?.path === place.shown ? entry : undefined;
  const request: RestoreRequest = {
    repositoryId: repository.id,
    snapshotId: snapshot.id,
    timeMs: snapshot.timeMs,
    hostname: series.hostname,
    sourceId: series.sourceId,
    paths: [...selection],
  };
  return (
    <>
      <BrowseLead subject={subject} onMode={(mode) => go({ mode })} />
      <TimeBar snapshots={snapshots} index={index} onChoose={onChoose} menu={menu} />
      <div className={styles.panes}>
        {path === null || query === undefined || base === null ? (
          <div className={`${listStyles.place} ${styles.whole}`}>
            <Waiting rows={8} rowHeight={32} />
          </div>
        ) : (
          <>
            {!isNarrow && (
              <div className={styles.tree} data-region="tree">
                <FolderTree
                  subject={subject}
                  base={base}
                  path={path}
                  count={known === undefined || onlyDifferent ? null : formatGrouped(known.total)}
                  onOpen={(opened) => openFolder(opened)}
                />
              </div>
            )}
            <div className={listStyles.files} data-region="files">
              <div className={styles.top}>
                <Crumbs
                  path={path}
                  base={base}
                  baseName={series.name}
                  onOpen={(opened) => openFolder(opened, path)}
                />
                <CheckField
                  label={t("files.onlyDifferent")}
                  isOn={onlyDifferent}
                  onChange={(isOn) => go({ onlyDifferent: isOn || null }, { replaces: true })}
                  offBecause={canDiffer ? undefined : t("files.onlyDifferentOff")}
                />
              </div>
              <FileList
                query={query}
                hasAbove={path !== ROOT && path !== base}
                shown={place.shown}
                selection={selection}
                onSelect={onSelect}
                onOpenFolder={openFolder}
                onShow={onShow}
                onEntry={setEntry}
                onEnterFile={() => side.current?.focus()}
                onSort={(by) =>
                  go(
                    { sort: by.by === "name" ? null : by.by, descending: by.descending || null },
                    { replaces: true },
                  )
                }
                onShowAll={() => go({ onlyDifferent: null }, { replaces: true })}
                onKnown={setKnown}
              />
            </div>
          </>
        )}
        <SidePanel
          panel={side}
          repositoryId={repository.id}
          seriesId={series.id}
          snapshotId={snapshot.id}
          timeMs={snapshot.timeMs}
          snapshots={snapshots}
          path={place.shown}
          isFolder={shownEntry?.type === "dir"}
          onShowVersion={(snapshotId) => go({ snapshot: snapshotId }, { replaces: true })}
          onOpenFolder={(opened) => openFolder(opened)}
        />
      </div>
      {selection.size > 0 && (
        <SelectionBar
          request={request}
          onClear={() => onSelect(() => new Set())}
          onRestore={() => onRestore(request)}
          onCompare={
            index === snapshots.length - 1
              ? undefined
              : () => go({ mode: "compare", snapshot: toNewest, other: snapshot.id })
          }
        />
      )}
    </>
  );
}
