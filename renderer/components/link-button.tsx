import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./button.module.css";
import { Icon, type IconName } from "./icon.tsx";

type LinkButtonProps = {
  readonly to: string;
  readonly kind?: "primary" | "default" | "quiet";
  readonly size?: "normal" | "small";
  readonly icon?: IconName;
  readonly children: ReactNode;
};

/** Looks like a button and leads to an address, so that it can be opened in a window of its own. */
export function LinkButton({ to, kind = "default", size = "normal", icon, children }: LinkButtonProps) {
  return (
    <Link to={to} className={styles.button ?? ""} data-kind={kind} data-size={size}>
      {icon !== undefined && <Icon name={icon} size={size === "small" ? 14 : 15} />}
      {children}
    </Link>
  );
}
