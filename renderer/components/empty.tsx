import type { ReactNode } from "react";
import styles from "./empty.module.css";
import { Icon, type IconName } from "./icon.tsx";

type EmptyProps = {
  readonly icon: IconName;
  readonly title: string;
  /** What will be here. */
  readonly children: ReactNode;
  /** The one button that starts it. */
  readonly action?: ReactNode;
};

/** A place without data: says what it will show, and offers what starts it. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>
        <Icon name={icon} size={22} />
      </span>
      <div>
        <p className={styles.title}>{title}</p>
        <div className={styles.text}>{children}</div>
        {action}
      </div>
    </div>
  );
}
