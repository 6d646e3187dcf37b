import { useTranslation } from "react-i18next";
import type { HostTrial } from "../../../../shared/model/watched-host.ts";
import { ErrorNote } from "../../../components/error-note.tsx";
import { HostKeyCheck } from "../../../components/ssh/host-key-check.tsx";
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
      {hostKey !== null && <HostKeyCheck {...{ hostKey, pinned, isCompared, onCompared }} />}
      {gaps.length > 0 && (
        <>
          <h3>{t("gaps.heading")}</h3>
          <GapList gaps={gaps} />
        </>
      )}
    </div>
  );
}
