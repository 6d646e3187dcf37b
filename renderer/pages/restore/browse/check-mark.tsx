import { Icon } from "../../../components/icon.tsx";
import styles from "./check-mark.module.css";

/** `some`: part of what is below it. */
export type CheckState = "all" | "some" | "none";

/** The box of a row that can be chosen. The row says to a screen reader whether it is. */
export function CheckMark({ state }: { readonly state: CheckState }) {
  return (
    <span className={styles.box} data-state={state} aria-hidden="true">
      {state === "all" && <Icon name="tick" size={12} />}
      {state === "some" && <Icon name="minus" size={12} />}
    </span>
  );
}
