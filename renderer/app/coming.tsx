import { Waiting } from "../components/waiting.tsx";
import styles from "./coming.module.css";

/** What stands where a page will be: its name as a heading for those who hear it, and nothing to see for a moment. */
export function Coming({ heading }: { readonly heading: string }) {
  return (
    <>
      <h1 className={styles.heading}>{heading}</h1>
      <Waiting />
    </>
  );
}
