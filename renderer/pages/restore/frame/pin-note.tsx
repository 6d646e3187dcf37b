import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RepositoryId, SeriesId } from "../../../../shared/ids.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Button } from "../../../components/button.tsx";
import { DangerDialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useAct } from "../../../host/use-act.ts";
import styles from "./pin-note.module.css";

type PinNoteProps = {
  readonly repositoryId: RepositoryId;
  readonly seriesId: SeriesId;
  readonly seriesName: string;
  readonly snapshot: SnapshotView;
};

/** Whether a snapshot stays whatever plans say, and the way to change that. */
export function PinNote({ repositoryId, seriesId, seriesName, snapshot }: PinNoteProps) {
  const { t } = useTranslation("pins");
  const pin = useAct("snapshots.pin");
  const unpin = useAct("snapshots.unpin");
  const [isAsking, setIsAsking] = useState(false);
  const which = { repositoryId, snapshotId: snapshot.id };
  const reason = snapshot.pin?.reason;
  const onUnpin = async (): Promise<void> => {
    if ((await unpin.run(which)) !== undefined) setIsAsking(false);
  };
  const error = pin.error ?? (isAsking ? undefined : unpin.error);
  return (
    <div className={styles.note} data-region="pin" data-pinned={reason !== undefined}>
      {reason !== undefined && <span>{t(`pinned.${reason}`)}</span>}
      {reason === undefined && (
        <Button
          kind="quiet"
          size="small"
          title={t("pinHint")}
          isBusy={pin.isRunning}
          onClick={() => void pin.run({ ...which, seriesId })}
        >
          {t("pin")}
        </Button>
      )}
      {reason === "person" && (
        <Button kind="quiet" size="small" isBusy={unpin.isRunning} onClick={() => void onUnpin()}>
          {t("unpin")}
        </Button>
      )}
      {reason === "rot" && (
        <Button kind="quiet" size="small" onClick={() => setIsAsking(true)}>
          {t("unpinAsk")}
        </Button>
      )}
      {error !== undefined && <ErrorNote error={error} />}
      <DangerDialog
        isOpen={isAsking && reason !== undefined}
        onClose={() => {
          setIsAsking(false);
          unpin.clearError();
        }}
        title={t("settleTitle")}
        deed={t("settleDeed")}
        onConfirm={() => void onUnpin()}
        isBusy={unpin.isRunning}
        error={unpin.error}
      >
        {t("settleText", { name: seriesName })}
      </DangerDialog>
    </div>
  );
}
