import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import { DangerDialog } from "../../../components/dialog.tsx";
import { useAct } from "../../../host/use-act.ts";
import { rolesIn } from "../model/replicas-of.ts";

type HoldDialogProps = { readonly view: FailoverView; readonly onClose: () => void };

/** Says what it means that nothing moves by itself. */
export function HoldDialog({ view, onClose }: HoldDialogProps) {
  const { t } = useTranslation("replicas");
  const hold = useAct("failover.hold");
  const active = printable(rolesIn(view).active?.name ?? view.name);
  const confirm = async () => {
    if ((await hold.run({ repositoryId: view.repositoryId, isHeld: true })) !== undefined) onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("hold.title")}
      deed={t("hold.deed")}
      onConfirm={() => void confirm()}
      isBusy={hold.isRunning}
      error={hold.error}
    >
      <p>{t("hold.text", { active })}</p>
    </DangerDialog>
  );
}
