import { useTranslation } from "react-i18next";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { DangerDialog } from "../../components/dialog.tsx";
import { VerdictShape } from "../../components/verdict.tsx";
import { useAct } from "../../host/use-act.ts";
import { useGap } from "../../words/use-gap.ts";
import styles from "./settings-dialog.module.css";

type DetachDialogProps = { readonly repository: RepositoryView; readonly onClose: () => void };

/** Says what forgetting a repository means: the backups stay, the password here does not. */
export function DetachDialog({ repository: { id, name }, onClose }: DetachDialogProps) {
  const { t } = useTranslation("settings");
  const gap = useGap();
  const detach = useAct("repositories.detach");
  const confirm = async () => {
    if ((await detach.run({ repositoryId: id })) !== undefined) onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("detach.title", { name })}
      deed={t("detach.deed", { name })}
      nameToType={name}
      onConfirm={() => void confirm()}
      isBusy={detach.isRunning}
      error={detach.error}
    >
      <p>{t("detach.text", { name })}</p>
      <div className={styles.warning}>
        <VerdictShape verdict="warning" size={15} />
        <p>
          <strong>{t("detach.password")}</strong>
          {gap}
          {t("detach.passwordHint")}
        </p>
      </div>
    </DangerDialog>
  );
}
