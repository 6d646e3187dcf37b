import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WireError } from "../../shared/errors.ts";
import { useDescribe } from "../host/describe.ts";
import { Button } from "./button.tsx";
import styles from "./error-note.module.css";
import { VerdictShape } from "./verdict.tsx";

type ErrorNoteProps = {
  readonly error: WireError;
  /** Tries again. */
  readonly onRetry?: (() => void) | undefined;
  /** More that helps, beside "Try again". */
  readonly actions?: ReactNode;
};

/** An error, where it happened: what happened, what it means for the data, what to do; the details are folded. */
export function ErrorNote({ error, onRetry, actions }: ErrorNoteProps) {
  const { t } = useTranslation();
  const describe = useDescribe();
  const [isOpen, setIsOpen] = useState(false);
  const { message, hint } = describe(error);
  return (
    <div className={styles.note} role="alert">
      <span className={styles.shape}>
        <VerdictShape verdict="failed" size={16} label={t("verdict.failed")} />
      </span>
      <div className={styles.words}>
        <p className={styles.message}>{message}</p>
        <p className={styles.hint}>{hint}</p>
        <div className={styles.actions}>
          {onRetry !== undefined && (
            <Button size="small" onClick={onRetry}>
              {t("tryAgain")}
            </Button>
          )}
          {actions}
          <Button
            kind="quiet"
            size="small"
            icon={isOpen ? "chevron-down" : "chevron-right"}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {t("details")}
          </Button>
        </div>
        {isOpen && (
          <pre className={styles.details}>
            {error.code}
            {Object.entries(error.details).map(([key, value]) => `\n${key}: ${JSON.stringify(value)}`)}
          </pre>
        )}
      </div>
    </div>
  );
}
