import type { CSSProperties, ReactNode } from "react";
import styles from "./sideways.module.css";
import { useWidth } from "./use-width.ts";

type SidewaysProps = {
  /** What is in it, for those who hear it. */
  readonly label: string;
  /** In pixels: how narrow it can be without becoming unreadable. */
  readonly least: number;
  readonly children: ReactNode;
};

/**
 * Around what cannot become narrower, as a table with many columns. In a window that is too narrow, or enlarged, it scrolls sideways
 * by itself, also with the arrow keys, and the page does not.
 */
export function Sideways({ label, least, children }: SidewaysProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const isScrolled = width > 0 && width < least;
  return (
    <div
      ref={element}
      className={styles.around}
      data-scrolled={isScrolled}
      {...(isScrolled ? { role: "group", "aria-label": label, tabIndex: 0 } : {})}
    >
      <div style={{ "--least": `${least}px` } as CSSProperties}>{children}</div>
    </div>
  );
}
