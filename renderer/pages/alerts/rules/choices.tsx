import { Checkbox } from "@mantine/core";
import styles from "./rules.module.css";

type ChoicesProps<T extends string> = {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: T[]) => void;
};

/** More stand in two columns. */
const MANY = 6;

/** Several of a few. */
export function Choices<T extends string>({ label, choices, chosen, onChange }: ChoicesProps<T>) {
  return (
    <fieldset className={styles.choices} data-many={choices.length > MANY}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <Checkbox
          key={choice.value}
          label={choice.label}
          checked={chosen.includes(choice.value)}
          onChange={({ currentTarget }) =>
            onChange(
              currentTarget.checked
                ? [...chosen, choice.value]
                : chosen.filter((value) => value !== choice.value),
            )
          }
        />
      ))}
    </fieldset>
  );
}
