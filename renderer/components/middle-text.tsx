import styles from "./middle-text.module.css";

/** How much of the end stays when there is no room. */
const END_LENGTH = 28;

/** A path on one line. What has no room is left out of its middle, because its end says most. */
export function MiddleText({ text }: { readonly text: string }) {
  const cut = Math.max(0, text.length - END_LENGTH);
  return (
    <span className={styles.text} title={text}>
      <span className={styles.start}>{text.slice(0, cut)}</span>
      <span className={styles.end}>{text.slice(cut)}</span>
    </span>
  );
}
