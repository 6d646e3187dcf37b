import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./saved.module.css";

type DropAreaProps = { readonly onFile: (file: File) => void; readonly children: ReactNode };

/** Takes a file that is dropped on what is in it. There is a button for those who do not drag: this is only a shorter way. */
export function DropArea({ onFile, children }: DropAreaProps) {
  const { t } = useTranslation("storage");
  const [isOver, setIsOver] = useState(false);
  /** Elements inside are entered and left one after the other; the area is left when none is entered any more. */
  const depth = useRef(0);
  const hasFile = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const move = (by: number) => (event: DragEvent) => {
    if (!hasFile(event)) return;
    depth.current = Math.max(0, depth.current + by);
    setIsOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    if (!hasFile(event)) return;
    event.preventDefault(); // the browser would leave the page for the file
    depth.current = 0;
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only where a file is dropped; a button does the same
    <div
      className={styles.area}
      onDragEnter={move(1)}
      onDragLeave={move(-1)}
      onDragOver={(event) => hasFile(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {isOver && (
        <div className={styles.veil} aria-hidden="true">
          <span>{t("saved.dropHint")}</span>
        </div>
      )}
    </div>
  );
}
