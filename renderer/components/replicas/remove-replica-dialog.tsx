import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { FailoverView, ReplicaView } from "../../../shared/model/failover.ts";
import { useAct } from "../../host/use-act.ts";
import { useGap } from "../../words/use-gap.ts";
import { DangerDialog } from "../dialog.tsx";
import { VerdictShape } from "../verdict.tsx";
import styles from "./replica-place.module.css";

type RemoveReplicaDialogProps = {
  readonly view: FailoverView;
  readonly replica: ReplicaView;
  readonly onClose: () => void;
};

/** Says what removing a place means: what lies there stays, and grows old. */
export function RemoveReplicaDialog({ view, replica, onClose }: RemoveReplicaDialogProps) {
  const { t } = useTranslation("replicas");
  const gap = useGap();
  const remove = useAct("replicas.remove");
  const values = {
    name: printable(view.name),
    place: printable(replica.name),
    active: printable(view.replicas.find(({ id }) => id === view.activeId)?.name ?? view.name),
  };
  const confirm = async () => {
    const ids = { repositoryId: view.repositoryId, replicaId: replica.id };
    if ((await remove.run(ids)) !== undefined) onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("remove.title", values)}
      deed={t("remove.deed", values)}
      nameToType={values.place}
      onConfirm={() => void confirm()}
      isBusy={remove.isRunning}
      error={remove.error}
    >
      <p>{t("remove.text", values)}</p>
      {view.replicas.length <= 2 && (
        <div className={styles.warning}>
          <VerdictShape verdict="warning" size={15} />
          <p>
            <strong>{t("remove.lastOne")}</strong>
            {gap}
            {t("remove.lastOneHint", values)}
          </p>
        </div>
      )}
    </DangerDialog>
  );
}
