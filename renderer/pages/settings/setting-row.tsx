import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../components/error-note.tsx";
import { Icon } from "../../components/icon.tsx";
import styles from "./setting-row.module.css";
import type { SaveSettings } from "./use-save-settings.ts";

type SettingRowProps = {
  /** Of the control's field. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly saving: SaveSettings;
  /** The control, with `id`, and `aria-describedby` the id with `-hint` when there is one. */
  readonly children: ReactNode;
};

/** One setting: what it is, its control, and whether it is saved. */
export function SettingRow({ id, label, hint, saving, children }: SettingRowProps) {
  const { t } = useTranslation("settings");
  const { state, error } = saving;
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && <p id={`${id}-hint`}>{hint}</p>}
      </div>
      <div className={styles.control}>
        {children}
        <span className={styles.state} role="status">
          {state === "saved" && (
            <>
              <Icon name="tick" size={14} />
              {t("saved")}
            </>
          )}
          {state === "saving" && t("saving")}
        </span>
      </div>
      {error !== undefined && (
        <div className={styles.error}>
          <ErrorNote error={error} />
        </div>
      )}
    </div>
  );
}
