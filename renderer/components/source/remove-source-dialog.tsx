import { useTranslation } from "react-i18next";
import type { Source } from "../../../shared/model/source.ts";
import { useAct } from "../../host/use-act.ts";
import { DangerDialog } from "../dialog.tsx";

type RemoveSourceDialogProps = {
  readonly source: Source;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
};

/** Forgets what belongs to a source; its files and its snapshots stay. */
export function RemoveSourceDialog({ source, onClose, onRemoved }: RemoveSourceDialogProps) {
  const { t } = useTranslation("source");
  const remove = useAct("sources.remove");
  const confirm = async () => {
    if ((await remove.run({ sourceId: source.id })) !== undefined) onRemoved();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("removeTitle", { name: source.name })}
      deed={t("removeDeed", { name: source.name })}
      onConfirm={() => void confirm()}
      isBusy={remove.isRunning}
      error={remove.error}
    >
      {t("removeText")}
    </DangerDialog>
  );
}
