import { CheckMark } from "../browse/check-mark.tsx";
import styles from "./check-field.module.css";

type CheckFieldProps = {
  readonly label: string;
  /** Below the label. */
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** Why it cannot be changed now. */
  readonly offBecause?: string | undefined;
};

/** A box to tick, as in the rows of a list. */
export function CheckField({ label, hint, isOn, onChange, offBecause }: CheckFieldProps) {
  return (
    <label className={styles.field} title={offBecause} data-off={offBecause !== undefined}>
      <input
        type="checkbox"
        checked={isOn}
        aria-disabled={offBecause !== undefined || undefined}
        onChange={(event) => offBecause === undefined && onChange(event.currentTarget.checked)}
      />
      <CheckMark state={isOn ? "all" : "none"} />
      <span>
        {label}
        {hint !== undefined && <small>{hint}</small>}
      </span>
    </label>
  );
}
