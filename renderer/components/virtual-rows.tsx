import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useImperativeHandle, useRef } from "react";
import styles from "./virtual-rows.module.css";

export type VirtualRowsHandle = {
  /** Brings a row into sight. */
  readonly scrollToRow: (index: number) => void;
};

type VirtualRowsProps = {
  /** How many rows there are in all, drawn or not. */
  readonly count: number;
  /** In pixels. */
  readonly rowHeight: number;
  /** Draws one row; `index` may be of a row whose content is not there yet. */
  readonly row: (index: number) => ReactNode;
  readonly rowKey?: (index: number) => string | number;
  readonly handle?: Ref<VirtualRowsHandle>;
  /** The rows in sight changed. */
  readonly onRange?: (first: number, last: number) => void;
  readonly className?: string | undefined;
  /** For the element that scrolls: `role`, `aria-…`, `tabIndex`, key handlers. */
  readonly scrollerProps?: React.HTMLAttributes<HTMLDivElement>;
};

/** A list of any length that draws only the rows in sight. Its parent gives it its height. */
export function VirtualRows({
  count,
  rowHeight,
  row,
  rowKey,
  handle,
  onRange,
  className,
  scrollerProps,
}: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    ...(rowKey === undefined ? {} : { getItemKey: rowKey }),
    onChange: ({ range }) => range && onRange?.(range.startIndex, range.endIndex),
  });
  useImperativeHandle(handle, () => ({ scrollToRow: (index) => rows.scrollToIndex(index) }), [rows]);
  return (
    <div ref={scroller} {...scrollerProps} className={[styles.scroller, className].filter(Boolean).join(" ")}>
      <div className={styles.all} role="presentation" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            className={styles.row}
            role="presentation"
            style={{ height: rowHeight, transform: `translateY(${start}px)` }}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
