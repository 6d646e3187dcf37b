import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import { DangerDialog } from "../../../components/dialog.tsx";
import { useAct } from "../../../host/use-act.ts";
import { rolesIn } from "../model/replicas-of.ts";
import styles from "./move-dialog.module.css";
import { MovedMeanwhile, useHasMoved } from "./moved-meanwhile.tsx";

type FailBackDialogProps = { readonly view: FailoverView; readonly onClose: () => void };

/** Says what failing back does, and asks once. */
export function FailBackDialog({ view, onClose }: FailBackDialogProps) {
  const { t } = useTranslation("replicas");
  const failBack = useAct("failover.failBack");
  const [isEvenIfBehind, setIsEvenIfBehind] = useState(false);
  const { active, usual } = rolesIn(view);
  const hasMoved = useHasMoved(view, failBack.isRunning);
  if (active === undefined || usual === undefined) return null;
  if (hasMoved) return <MovedMeanwhile name={active.name} onClose={onClose} />;
  const names = {
    ...{ name: printable(view.name), place: printable(usual.name), from: printable(active.name) },
  };
  const confirm = async () => {
    const { repositoryId } = view;
    if ((await failBack.run({ repositoryId, evenIfBehind: isEvenIfBehind })) !== undefined) onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("failBack.title", names)}
      deed={t("failBack.deed", names)}
      onConfirm={() => void confirm()}
      isBusy={failBack.isRunning}
      error={failBack.error}
    >
      <p>{t("failBack.text", names)}</p>
      <p>{t(view.isReconciled ? "failBack.reconciled" : "failBack.notReconciled", names)}</p>
      <div className={styles.fields}>
        <Checkbox
          label={t("failBack.evenIfBehind", names)}
          description={t("failBack.evenIfBehindHint", names)}
          checked={isEvenIfBehind}
          onChange={({ currentTarget }) => setIsEvenIfBehind(currentTarget.checked)}
        />
      </div>
    </DangerDialog>
  );
}
