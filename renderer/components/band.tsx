import { type ReactNode, useId } from "react";
import styles from "./band.module.css";

type BandProps = {
  readonly heading: string;
  /** What one sees here. */
  readonly caption?: ReactNode;
  /** At the right: a legend, or a link to the page it comes from. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
};

/** Part of a page, below a hairline. */
export function Band({ heading, caption, end, children }: BandProps) {
  const id = useId();
  return (
    <section className={styles.band} aria-labelledby={id} data-region="band">
      <div className={styles.head}>
        <h2 id={id}>{heading}</h2>
        {caption !== undefined && <span className={styles.caption}>{caption}</span>}
        {end !== undefined && <span className={styles.end}>{end}</span>}
      </div>
      {children}
    </section>
  );
}

type BandRowProps = {
  /** As in `grid-template-columns`; below 1100 px the bands stack. */
  readonly columns: string;
  readonly children: ReactNode;
};

/** Bands beside each other, divided by hairlines. */
export function BandRow({ columns, children }: BandRowProps) {
  return (
    <div className={styles.row} style={{ "--columns": columns } as React.CSSProperties}>
      {children}
    </div>
  );
}
