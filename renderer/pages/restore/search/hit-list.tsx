import { VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type Ref, useCallback, useId, useImperativeHandle, useMemo, useRef } from "react";
import { formatDate } from "../../../../shared/format/calendar-date.ts";
import type { SearchHit } from "../../../../shared/model/browse.ts";
import type { SnapshotSeries } from "../../../../shared/model/snapshot.ts";
import { GridHead, GridRow } from "../grid/grid-parts.ts";
import { VirtualGrid, type VirtualGridHandle } from "../grid/virtual-grid.tsx";
import { folderWords } from "../model/folder-words.ts";
import { moveByKey } from "../model/move-by-key.ts";
import { useWords } from "../use-words.ts";
import styles from "./hit-list.module.css";
import { HitRow } from "./hit-row.tsx";
import { LifeAxis, lifeScale } from "./life-line.tsx";

type HitListProps = {
  readonly hits: readonly SearchHit[];
  readonly allSeries: readonly SnapshotSeries[];
  readonly text: string;
  /** When the lines begin. */
  readonly startMs: number;
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly isOld: boolean;
  readonly handle?: Ref<VirtualGridHandle>;
};

/** What was found: a row is a file, its line the time it existed. */
export function HitList({
  hits,
  allSeries,
  text,
  startMs,
  active,
  onActive,
  onOpen,
  isOld,
  handle,
}: HitListProps) {
  const { t, language } = useWords();
  const idPrefix = useId();
  const grid = useRef<VirtualGridHandle>(null);
  useImperativeHandle(handle, () => ({
    scrollToRow: (index) => grid.current?.scrollToRow(index),
    focus: () => grid.current?.focus(),
    pageRows: () => grid.current?.pageRows() ?? 1,
  }));
  const isMiddle = useMediaQuery("(width < 1280px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const isNarrow = useMediaQuery("(width < 1100px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const width = isNarrow ? 140 : isMiddle ? 200 : 306;
  const scale = useMemo(() => lifeScale(width, startMs, Date.now()), [width, startMs]);
  const open = useRef(onOpen);
  open.current = onOpen;
  const choose = useRef(onActive);
  choose.current = onActive;
  const onChooseRow = useCallback((index: number) => choose.current(index), []);
  const onOpenRow = useCallback((index: number) => open.current(index), []);
  return (
    <VirtualGrid
      handle={grid}
      label={t("search.results")}
      count={hits.length}
      rowHeight={50}
      headerHeight={34}
      active={active}
      isBusy={isOld}
      rowId={(index) => `${idPrefix}-${index}`}
      onFocus={() => active < 0 && onActive(0)}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const index = moveByKey(event.key, active, hits.length, grid.current?.pageRows() ?? 1);
        if (index !== undefined) {
          onActive(index);
          grid.current?.scrollToRow(index);
        } else if (event.key === "Enter" && active >= 0) onOpen(active);
        else return;
        event.preventDefault();
      }}
      header={
        <GridRow className={styles.head} aria-rowindex={1}>
          <Column>{t("files.name")}</Column>
          <GridHead>
            <VisuallyHidden>{t("search.life")}</VisuallyHidden>
            <LifeAxis scale={scale} start={formatDate(startMs, Date.now(), language)} now={t("search.now")} />
          </GridHead>
          <Column className={styles.number}>{t("files.versions")}</Column>
          <Column className={styles.number}>{t("files.size")}</Column>
          <Column className={styles.today}>{t("search.today")}</Column>
        </GridRow>
      }
      row={(index, id) => {
        const hit = hits[index];
        if (hit === undefined) return null;
        return (
          <HitRow
            id={id}
            index={index}
            hit={hit}
            folder={folderWords(
              hit.folder,
              allSeries.find(({ id }) => id === hit.seriesId),
            )}
            text={text}
            scale={scale}
            isActive={index === active}
            onChoose={onChooseRow}
            onOpen={onOpenRow}
          />
        );
      }}
    />
  );
}

function Column({
  children,
  className,
}: {
  readonly children: string;
  readonly className?: string | undefined;
}) {
  return <GridHead className={className}>{children}</GridHead>;
}
