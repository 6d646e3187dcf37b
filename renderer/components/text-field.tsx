import { PasswordInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { VerdictShape } from "./verdict.tsx";

type TextFieldProps = {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What it is for, below the label. */
  readonly description?: ReactNode;
  /** What is wrong with it, said at the field. */
  readonly problem?: ReactNode;
  readonly placeholder?: string;
  /** Hidden while it is typed. */
  readonly isSecret?: boolean;
  readonly isNewSecret?: boolean;
  readonly autoFocus?: boolean;
  readonly isOff?: boolean;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
};

/** A line of text that a person types. */
export function TextField(props: TextFieldProps) {
  const { t } = useTranslation();
  const {
    label,
    value,
    onChange,
    description,
    problem,
    placeholder,
    isSecret,
    isNewSecret,
    onFocus,
    onBlur,
  } = props;
  const shared = {
    label,
    value,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value),
    spellCheck: false,
    autoComplete: isSecret ? (isNewSecret ? "new-password" : "current-password") : "off",
    ...(description === undefined ? {} : { description }),
    ...(problem === undefined ? {} : { error: <FieldProblem>{problem}</FieldProblem> }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(props.autoFocus ? { "data-autofocus": true, autoFocus: true } : {}),
    ...(props.isOff ? { disabled: true } : {}),
    ...(onFocus === undefined ? {} : { onFocus }),
    ...(onBlur === undefined ? {} : { onBlur }),
  };
  if (!isSecret) return <TextInput {...shared} />;
  return <PasswordInput {...shared} visibilityToggleButtonProps={{ "aria-label": t("showSecret") }} />;
}

/** What is wrong with a field: shape and words. */
export function FieldProblem({ children }: { readonly children: ReactNode }) {
  return (
    <span className="field-problem">
      <VerdictShape verdict="failed" size={13} />
      <span>{children}</span>
    </span>
  );
}
