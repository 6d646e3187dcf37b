import { useEffect, useRef } from "react";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { formatColumnBytes } from "../../../../shared/format/si-bytes.ts";
import type { FileVersion } from "../../../../shared/model/browse.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Icon } from "../../../components/icon.tsx";
import { VirtualRows, type VirtualRowsHandle } from "../../../components/virtual-rows.tsx";
import { useWords } from "../use-words.ts";
import styles from "./side-panel.module.css";

const ROW_HEIGHT = 38;

type VersionListProps = {
  /** The newest first. */
  readonly versions: readonly FileVersion[];
  /** Of the snapshot that is looked at. */
  readonly timeMs: number;
  readonly snapshotById: ReadonlyMap<string, SnapshotView>;
  readonly onShow: (snapshotId: SnapshotView["id"]) => void;
};

/** The different versions of one file; where it was gone is one as well. */
export function VersionList({ versions, timeMs, snapshotById, onShow }: VersionListProps) {
  const list = useRef<VirtualRowsHandle>(null);
  const isShown = ({ entry, firstMs, lastMs }: FileVersion) =>
    entry !== null && firstMs <= timeMs && timeMs <= lastMs;
  const shownIndex = versions.findIndex(isShown);
  useEffect(() => {
    if (shownIndex >= 0) list.current?.scrollToRow(shownIndex);
  }, [shownIndex]);
  return (
    <VirtualRows
      handle={list}
      className={styles.versions}
      count={versions.length}
      rowHeight={ROW_HEIGHT}
      scrollerProps={{ role: "list", tabIndex: -1 }}
      row={(index) => {
        const version = versions[index];
        if (version === undefined) return null;
        return (
          <Version
            version={version}
            isFirst={index === 0}
            isLast={index === versions.length - 1}
            isShown={index === shownIndex}
            filesGone={snapshotById.get(version.firstSnapshotId)?.filesGone ?? null}
            onShow={() => onShow(version.lastSnapshotId)}
          />
        );
      }}
    />
  );
}

type VersionProps = {
  readonly version: FileVersion;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly isShown: boolean;
  /** With the snapshot in which it was first missing. */
  readonly filesGone: number | null;
  readonly onShow: () => void;
};

function Version({ version, isFirst, isLast, isShown, filesGone, onShow }: VersionProps) {
  const { t, weekdayAndTime } = useWords();
  const { entry } = version;
  if (entry === null) {
    const others = (filesGone ?? 1) - 1;
    return (
      // biome-ignore lint/a11y/useSemanticElements: the list is virtual
      <div role="listitem" className={styles.version} data-first={isFirst} data-last={isLast}>
        <span className={styles.gone}>
          <Icon name="x" size={12} />
        </span>
        <span className={styles.when}>
          {t("side.deleted", { date: weekdayAndTime(version.firstMs) })}
          <small>{others > 0 && t("side.together", { count: others, n: formatGrouped(others) })}</small>
        </span>
      </div>
    );
  }
  const date = weekdayAndTime(entry.modifiedMs);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the list is virtual
    <div
      role="listitem"
      className={styles.version}
      data-first={isFirst}
      data-last={isLast}
      data-shown={isShown}
    >
      <span className={styles.dot} />
      <span className={styles.when}>
        {date}
        <small>{entry.sizeBytes !== null && formatColumnBytes(entry.sizeBytes)}</small>
      </span>
      {isShown ? (
        <span className={styles.shown}>{t("side.shown")}</span>
      ) : (
        <button
          type="button"
          className={styles.show}
          aria-label={t("side.showVersion", { date })}
          onClick={onShow}
        >
          {t("side.show")}
        </button>
      )}
    </div>
  );
}
