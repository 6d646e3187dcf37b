import { useTranslation } from "react-i18next";
import type { WireError } from "../../../shared/errors.ts";
import { Button } from "../button.tsx";
import { ErrorNote } from "../error-note.tsx";
import { HostKeyCheck } from "../ssh/host-key-check.tsx";
import styles from "./source-dialog.module.css";

type MachineKeyProps = {
  /** A key that nobody has compared yet. */
  readonly shown: string;
  /** The key was just compared, and what is tried goes on with it. */
  readonly isTrusting: boolean;
  readonly onTrust: () => void;
};

/** The key of a machine that a source is on, to be compared before anything is sent there. */
export function MachineKey({ shown, isTrusting, onTrust }: MachineKeyProps) {
  const { t } = useTranslation("remotePlace");
  return (
    <section className={styles.key} aria-label={t("keyIntro")}>
      <p>{t("keyIntro")}</p>
      <HostKeyCheck hostKey={shown} pinned={null} isCompared={isTrusting} onCompared={onTrust} />
    </section>
  );
}

/** The machine has another key than the one that was compared. */
export function MachineKeyChanged({
  error,
  onAskAgain,
}: {
  readonly error: WireError;
  readonly onAskAgain: () => void;
}) {
  const { t } = useTranslation("remotePlace");
  return (
    <ErrorNote
      error={error}
      actions={
        <Button size="small" onClick={onAskAgain}>
          {t("keyChanged")}
        </Button>
      }
    />
  );
}
