import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { TextField } from "../../components/text-field.tsx";
import { useAct } from "../../host/use-act.ts";

type RenameDialogProps = { readonly repository: RepositoryView; readonly onClose: () => void };

export function RenameDialog({ repository, onClose }: RenameDialogProps) {
  const { t } = useTranslation("settings");
  const [name, setName] = useState(repository.name);
  const rename = useAct("repositories.rename");
  const submit = async () => {
    if ((await rename.run({ repositoryId: repository.id, name })) !== undefined) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("rename.title", { name: repository.name })}
      actions={
        <Button
          kind="primary"
          isBusy={rename.isRunning}
          onClick={() => void submit()}
          offBecause={name.trim() === "" ? t("rename.wanting") : undefined}
        >
          {t("rename.deed")}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") void submit();
        }}
      >
        <TextField
          label={t("rename.field")}
          value={name}
          onChange={setName}
          description={t("rename.hint")}
          autoFocus
        />
      </form>
      {rename.error !== undefined && <ErrorNote error={rename.error} />}
    </Dialog>
  );
}
