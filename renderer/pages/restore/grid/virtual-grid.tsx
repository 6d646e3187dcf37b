import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { Grid, GridRows } from "./grid-parts.ts";
import styles from "./virtual-grid.module.css";

export type VirtualGridHandle = {
  readonly scrollToRow: (index: number) => void;
  readonly focus: () => void;
  /** How many rows have room. */
  readonly pageRows: () => number;
};

type VirtualGridProps = {
  readonly label: string;
  readonly count: number;
  /** In pixels. */
  readonly rowHeight: number;
  readonly headerHeight: number;
  /** Cells with `role="columnheader"`. */
  readonly header: ReactNode;
  /** A row with `role="row"`, and the id it is given. It may not be there yet. */
  readonly row: (index: number, id: string) => ReactNode;
  readonly rowId: (index: number) => string;
  /** The row that keys act on; -1 for none. */
  readonly active: number;
  readonly onKeyDown: (event: React.KeyboardEvent<HTMLDivElement>) => void;
  readonly onFocus?: () => void;
  readonly onSight?: (first: number, last: number) => void;
  readonly isMultiselectable?: boolean;
  /** Letters find names in it, and are no shortcuts of the application. */
  readonly hasTypeAhead?: boolean;
  /** What is drawn is old: nothing in it can be pressed. */
  readonly isBusy?: boolean;
  readonly handle?: Ref<VirtualGridHandle>;
};

/**
 * A table of any length that draws only the rows in sight. It is one stop of the Tab key: the focus stays with the grid, which says
 * by `aria-activedescendant` which row it is at.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const { label, count, rowHeight, headerHeight, header, row, rowId, active, onSight, handle } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    onChange: ({ range }) => range && onSight?.(range.startIndex, range.endIndex),
  });
  // the height of a row changes with the width of the window
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that matters
  useEffect(() => rows.measure(), [rowHeight, rows]);
  useStaysInSight(scroller, active, (index) => rows.scrollToIndex(index), { rowHeight, headerHeight });
  useImperativeHandle(
    handle,
    () => ({
      scrollToRow: (index) => rows.scrollToIndex(index),
      focus: () => scroller.current?.focus(),
      pageRows: () => Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight),
    }),
    [rows, headerHeight, rowHeight],
  );
  const items = rows.getVirtualItems();
  const isActiveDrawn = items.some(({ index }) => index === active);
  return (
    <Grid
      ref={scroller}
      className={styles.grid}
      aria-label={label}
      aria-rowcount={count + 1}
      data-typing={props.hasTypeAhead || undefined}
      aria-multiselectable={props.isMultiselectable || undefined}
      aria-busy={props.isBusy || undefined}
      aria-activedescendant={isActiveDrawn ? rowId(active) : undefined}
      onKeyDown={props.onKeyDown}
      onFocus={props.onFocus}
    >
      <GridRows className={styles.header} style={{ height: headerHeight }}>
        {header}
      </GridRows>
      <GridRows className={styles.all} style={{ height: rows.getTotalSize() }}>
        {items.map(({ key, index, start }) => (
          <div
            key={key}
            className={styles.row}
            role="presentation"
            style={{ height: rowHeight, transform: `translateY(${start - headerHeight}px)` }}
          >
            {row(index, rowId(index))}
          </div>
        ))}
      </GridRows>
    </Grid>
  );
}

/** When something opens below the grid, the row one is at stays in sight. */
function useStaysInSight(
  scroller: RefObject<HTMLDivElement | null>,
  active: number,
  scrollToRow: (index: number) => void,
  { rowHeight, headerHeight }: { readonly rowHeight: number; readonly headerHeight: number },
): void {
  const latest = useRef({ active, scrollToRow });
  latest.current = { active, scrollToRow };
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const end = headerHeight + (latest.current.active + 1) * rowHeight - element.scrollTop;
      const isPushedOut = end <= height && end > element.clientHeight;
      height = element.clientHeight;
      if (isPushedOut) latest.current.scrollToRow(latest.current.active);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, rowHeight, headerHeight]);
}
