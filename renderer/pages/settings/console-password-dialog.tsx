import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WireError } from "../../../shared/errors.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { TextField } from "../../components/text-field.tsx";
import { changePassword } from "../../host/console-access.ts";
import { toWireError } from "../../host/to-wire-error.ts";
import styles from "./settings-dialog.module.css";

type ConsolePasswordDialogProps = {
  readonly onClose: () => void;
  readonly onChanged: () => void;
};

/** Changes the password that opens these pages. The present one is asked for: a session alone must not outlast itself. */
export function ConsolePasswordDialog({ onClose, onChanged }: ConsolePasswordDialogProps) {
  const { t } = useTranslation("settings");
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<WireError>();
  const form = useId();
  const isOther = again !== "" && !next.startsWith(again) && again !== next;
  const isComplete = current !== "" && next !== "" && again === next;
  const change = (set: (text: string) => void) => (text: string) => {
    setError(undefined);
    set(text);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isComplete || isBusy) return;
    setIsBusy(true);
    try {
      await changePassword({ current, next });
      onChanged();
    } catch (thrown) {
      setError(toWireError(thrown));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("consolePassword.title")}
      actions={
        <Button
          kind="primary"
          type="submit"
          form={form}
          isBusy={isBusy}
          offBecause={isComplete ? undefined : t("consolePassword.wanting")}
        >
          {t("consolePassword.deed")}
        </Button>
      }
    >
      <p className={styles.text}>{t("consolePassword.text")}</p>
      <form id={form} className={styles.fields} onSubmit={(event) => void submit(event)}>
        <TextField
          label={t("consolePassword.current")}
          value={current}
          onChange={change(setCurrent)}
          isSecret
          autoFocus
        />
        <TextField
          label={t("consolePassword.next")}
          value={next}
          onChange={change(setNext)}
          isSecret
          isNewSecret
        />
        <TextField
          label={t("consolePassword.again")}
          value={again}
          onChange={change(setAgain)}
          isSecret
          isNewSecret
          {...(isOther ? { problem: t("consolePassword.other") } : {})}
        />
      </form>
      {error !== undefined && <ErrorNote error={error} />}
    </Dialog>
  );
}
