import type { ReactNode } from "react";
import styles from "./page.module.css";

type PageProps = {
  /** A `Sentence`. */
  readonly sentence: ReactNode;
  /** Bands. */
  readonly children?: ReactNode;
  /** Fills the window, and its panes scroll instead of the page. */
  readonly isFilling?: boolean;
};

/** A page: one sheet, divided by hairlines, that opens with a sentence. */
export function Page({ sentence, children, isFilling = false }: PageProps) {
  return (
    <div className={styles.page} data-filling={isFilling}>
      {sentence}
      {children}
    </div>
  );
}
