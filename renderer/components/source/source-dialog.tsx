import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SourceId } from "../../../shared/ids.ts";
import { SOURCE_ICONS, type Source, type SourceDraft } from "../../../shared/model/source.ts";
import { useAct } from "../../host/use-act.ts";
import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { ErrorNote } from "../error-note.tsx";
import { TextField } from "../text-field.tsx";
import { FilesFields } from "./files-fields.tsx";
import { RemoveSourceDialog } from "./remove-source-dialog.tsx";
import styles from "./source-dialog.module.css";
import { draftOf, NEW_SOURCE } from "./source-draft.ts";

type SourceDialogProps = {
  /** Undefined for a new one. */
  readonly source: Source | undefined;
  readonly onClose: () => void;
  readonly onSaved: (source: Source) => void;
  /** Where it may be removed from the dialog, too. */
  readonly onRemoved?: (id: SourceId) => void;
};

/** What belongs to a source, and what is left out of it. */
export function SourceDialog({ source, onClose, onSaved, onRemoved }: SourceDialogProps) {
  const { t } = useTranslation("source");
  const { t: common } = useTranslation();
  const save = useAct("sources.save");
  const [isRemoving, setIsRemoving] = useState(false);
  const [draft, setDraft] = useState<SourceDraft>(() =>
    source === undefined ? NEW_SOURCE : draftOf(source),
  );
  const change = (part: Partial<SourceDraft>) => setDraft((before) => ({ ...before, ...part }));
  const isComplete = draft.name.trim() !== "" && draft.paths.length > 0;
  const onSave = async (): Promise<void> => {
    const saved = await save.run({
      sourceId: source?.id ?? null,
      draft,
    });
    if (saved !== undefined) onSaved(saved);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={source === undefined ? t("newTitle") : t("editTitle", { name: source.name })}
      size={560}
      actions={
        <Button
          kind="primary"
          onClick={() => void onSave()}
          isBusy={save.isRunning}
          offBecause={isComplete ? undefined : t("notComplete")}
        >
          {common("save")}
        </Button>
      }
    >
      <div className={styles.form}>
        <div className={styles.head}>
          <TextField
            label={t("name")}
            placeholder={t("nameHint")}
            value={draft.name}
            onChange={(name) => change({ name })}
            autoFocus
          />
          <NativeSelect
            label={t("icon")}
            value={draft.icon}
            onChange={(event) =>
              change({ icon: SOURCE_ICONS.find((icon) => icon === event.currentTarget.value) ?? "folder" })
            }
            data={SOURCE_ICONS.map((icon) => ({ value: icon, label: t(`icons.${icon}`) }))}
          />
        </div>
        <FilesFields draft={draft} onChange={change} source={source} />
        {source !== undefined && onRemoved !== undefined && (
          <div className={styles.remove}>
            <Button kind="quiet" size="small" onClick={() => setIsRemoving(true)}>
              {t("remove")}
            </Button>
          </div>
        )}
        {save.error !== undefined && <ErrorNote error={save.error} />}
      </div>
      {source !== undefined && isRemoving && (
        <RemoveSourceDialog
          source={source}
          onClose={() => setIsRemoving(false)}
          onRemoved={() => onRemoved?.(source.id)}
        />
      )}
    </Dialog>
  );
}
