import { cutInMiddle } from "./cut-in-middle.ts";
import styles from "./middle-text.module.css";

/** A path on one line. What has no room is left out of its middle, because its end says most. */
export function MiddleText({ text }: { readonly text: string }) {
  const [start, end] = cutInMiddle(text);
  return (
    <span className={styles.text} title={text}>
      <span className={styles.start}>{start}</span>
      <span className={styles.end}>{end}</span>
    </span>
  );
}
