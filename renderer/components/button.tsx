import type { ComponentPropsWithRef, ReactNode } from "react";
import styles from "./button.module.css";
import { Icon, type IconName } from "./icon.tsx";

type ButtonProps = Omit<ComponentPropsWithRef<"button">, "className" | "children" | "disabled"> & {
  /** `danger` only in a dialog that has said what will happen. */
  readonly kind?: "primary" | "default" | "quiet" | "danger";
  readonly size?: "normal" | "small";
  readonly icon?: IconName;
  /** A verb first; with `…` when a question follows. Without words, `label` says it. */
  readonly children?: ReactNode;
  readonly label?: string;
  /** Why it cannot be pressed now. It keeps its place in the order of focus, so that the reason can be read. */
  readonly offBecause?: string | undefined;
  /** What it started is not done yet. */
  readonly isBusy?: boolean;
};

export function Button({
  kind = "default",
  size = "normal",
  icon,
  children,
  label,
  offBecause,
  isBusy = false,
  onClick,
  ...rest
}: ButtonProps) {
  const isOff = offBecause !== undefined || isBusy;
  return (
    <button
      type="button"
      {...rest}
      className={styles.button}
      data-kind={kind}
      data-size={size}
      data-bare={children === undefined}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy || undefined}
      aria-label={label}
      title={offBecause ?? (children === undefined ? label : rest.title)}
      onClick={isOff ? (event) => event.preventDefault() : onClick}
    >
      {icon !== undefined && <Icon name={icon} size={size === "small" ? 14 : 15} />}
      {children}
    </button>
  );
}
