import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { TextField } from "../../components/text-field.tsx";
import { useAct } from "../../host/use-act.ts";
import { drawQrCode, type QrCode } from "./qr-code.ts";
import styles from "./recovery-kit.module.css";

type CodeDialogProps = {
  readonly repository: RepositoryView;
  readonly onClose: () => void;
  readonly onCode: (code: QrCode) => void;
};

/** Asks for the password and draws it. The host keeps one, but gives it to no page; it only says whether what was typed is right. */
export function CodeDialog({ repository: { id, name }, onClose, onCode }: CodeDialogProps) {
  const { t } = useTranslation("recoveryKit");
  const [password, setPassword] = useState("");
  const trial = useAct("repositories.tryPassword");
  const code = drawQrCode(password);
  const submit = async () => {
    if (password === "" || code === undefined || trial.isRunning) return;
    if ((await trial.run({ repositoryId: id, password })) === undefined) return;
    onCode(code);
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("code.title", { name: printable(name) })}
      actions={
        <Button
          kind="primary"
          isBusy={trial.isRunning}
          onClick={() => void submit()}
          offBecause={
            password === "" ? t("code.wanting") : code === undefined ? t("code.tooLong") : undefined
          }
        >
          {t("code.deed")}
        </Button>
      }
    >
      <p className={styles.text}>{t("code.text")}</p>
      <p className={styles.text}>{t("code.how")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={t("code.field")}
          value={password}
          onChange={(text) => {
            setPassword(text);
            trial.clearError();
          }}
          isSecret
          autoFocus
          {...(code === undefined ? { problem: t("code.tooLong") } : {})}
        />
      </form>
      {trial.error !== undefined && <ErrorNote error={trial.error} />}
    </Dialog>
  );
}
