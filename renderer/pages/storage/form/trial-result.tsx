import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { HostTrial } from "../../../../shared/model/watched-host.ts";
import { ErrorNote } from "../../../components/error-note.tsx";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useGap } from "../../../words/use-gap.ts";
import { GapList } from "../host/host-gaps.tsx";
import styles from "./host-dialog.module.css";

type TrialResultProps = {
  readonly trial: HostTrial;
  /** The key it was known by; null for a host that is new. */
  readonly pinned: string | null;
  readonly isCompared: boolean;
  readonly onCompared: (isCompared: boolean) => void;
};

/** Prints the keys that sshd shows, on the host itself. */
const PRINT_KEYS = "for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done";

/** What a test of a host showed: whether it answers, the key to be compared, and what could not be read. */
export function TrialResult({ trial, pinned, isCompared, onCompared }: TrialResultProps) {
  const { t } = useTranslation("storage");
  const gap = useGap();
  if (trial.error !== null) return <ErrorNote error={trial.error} />;
  const { disks, arrays, hostKey, gaps } = trial;
  const isEmpty = disks === 0 && arrays === 0;
  const found = [
    isEmpty ? t("form.trialNone") : t("form.trialDisks", { count: disks }),
    ...(arrays > 0 ? [t("form.trialArrays", { count: arrays })] : []),
  ];
  return (
    <div className={styles.trial}>
      <p className={styles.line} role="status">
        <VerdictShape verdict={isEmpty ? "unknown" : "ok"} size={15} />
        <span>{found.join(gap)}</span>
      </p>
      {hostKey !== null && (
        <>
          <h3>{t("form.keyHeading")}</h3>
          <output className={styles.fingerprint}>{hostKey}</output>
          {hostKey === pinned ? (
            <p className={styles.hint}>{t("form.keySame")}</p>
          ) : (
            <>
              <p className={styles.hint}>
                {t("form.keyHint")} <code>{PRINT_KEYS}</code>
              </p>
              <Checkbox
                label={t("form.keyTrusted")}
                checked={isCompared}
                onChange={({ currentTarget }) => onCompared(currentTarget.checked)}
              />
            </>
          )}
        </>
      )}
      {gaps.length > 0 && (
        <>
          <h3>{t("gaps.heading")}</h3>
          <GapList gaps={gaps} />
        </>
      )}
    </div>
  );
}
