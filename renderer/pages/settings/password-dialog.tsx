import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { TextField } from "../../components/text-field.tsx";
import { useAct } from "../../host/use-act.ts";
import styles from "./settings-dialog.module.css";

type PasswordDialogProps = {
  readonly repository: RepositoryView;
  readonly onClose: () => void;
  /** It opens the repository, and is kept. */
  readonly onKept: () => void;
};

/** Gives a repository the password that opens it now: it was changed elsewhere, or the key store was lost. */
export function PasswordDialog({ repository: { id, name }, onClose, onKept }: PasswordDialogProps) {
  const { t } = useTranslation("settings");
  const [password, setPassword] = useState("");
  const keep = useAct("repositories.setPassword");
  const submit = async () => {
    if (password === "") return;
    if ((await keep.run({ repositoryId: id, password })) === undefined) return;
    onKept();
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("password.title", { name })}
      actions={
        <Button
          kind="primary"
          isBusy={keep.isRunning}
          onClick={() => void submit()}
          offBecause={password === "" ? t("password.wanting") : undefined}
        >
          {t("password.deed")}
        </Button>
      }
    >
      <p className={styles.text}>{t("password.text", { name })}</p>
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={t("password.field")}
          value={password}
          onChange={(text) => {
            setPassword(text);
            keep.clearError();
          }}
          isSecret
          autoFocus
        />
      </form>
      {keep.error !== undefined && <ErrorNote error={keep.error} />}
    </Dialog>
  );
}
