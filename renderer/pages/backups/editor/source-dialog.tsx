import { Checkbox, NativeSelect, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SourceId } from "../../../../shared/ids.ts";
import { SOURCE_ICONS, type Source, type SourceDraft } from "../../../../shared/model/source.ts";
import { Button } from "../../../components/button.tsx";
import { DangerDialog, Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { useAct } from "../../../host/use-act.ts";
import { PathsField } from "./paths-field.tsx";
import styles from "./source-dialog.module.css";

type SourceDialogProps = {
  /** Undefined for a new one. */
  readonly source: Source | undefined;
  readonly onClose: () => void;
  readonly onSaved: (source: Source) => void;
  readonly onRemoved: (id: SourceId) => void;
};

const NEW_SOURCE: SourceDraft = {
  name: "",
  icon: "folder",
  paths: [],
  excludes: [],
  excludeCaches: true,
  oneFileSystem: false,
};

/** What belongs to a source, and what is left out of it. */
export function SourceDialog({ source, onClose, onSaved, onRemoved }: SourceDialogProps) {
  const { t } = useTranslation("backups");
  const { t: common } = useTranslation();
  const save = useAct("sources.save");
  const remove = useAct("sources.remove");
  const [isRemoving, setIsRemoving] = useState(false);
  const [draft, setDraft] = useState<SourceDraft>(() =>
    source === undefined ? NEW_SOURCE : draftOf(source),
  );
  const [excludes, setExcludes] = useState(draft.excludes.join("\n"));
  const change = (part: Partial<SourceDraft>) => setDraft((before) => ({ ...before, ...part }));
  const isComplete = draft.name.trim() !== "" && draft.paths.length > 0;
  const onSave = async (): Promise<void> => {
    const lines = excludes.split("\n").map((line) => line.trim());
    const saved = await save.run({
      sourceId: source?.id ?? null,
      draft: { ...draft, excludes: lines.filter((line) => line !== "") },
    });
    if (saved !== undefined) onSaved(saved);
  };
  const onRemove = async (id: SourceId): Promise<void> => {
    if ((await remove.run({ sourceId: id })) !== undefined) onRemoved(id);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={source === undefined ? t("source.newTitle") : t("source.editTitle", { name: source.name })}
      size={560}
      actions={
        <Button
          kind="primary"
          onClick={() => void onSave()}
          isBusy={save.isRunning}
          {...(isComplete
            ? {}
            : { offBecause: t("editor.notComplete", { what: `${t("source.name")}, ${t("source.paths")}` }) })}
        >
          {common("save")}
        </Button>
      }
    >
      <div className={styles.form}>
        <div className={styles.head}>
          <TextField
            label={t("source.name")}
            placeholder={t("source.nameHint")}
            value={draft.name}
            onChange={(name) => change({ name })}
            autoFocus
          />
          <NativeSelect
            label={t("source.icon")}
            value={draft.icon}
            onChange={(event) =>
              change({ icon: SOURCE_ICONS.find((icon) => icon === event.currentTarget.value) ?? "folder" })
            }
            data={SOURCE_ICONS.map((icon) => ({ value: icon, label: t(`source.icons.${icon}`) }))}
          />
        </div>
        <PathsField
          paths={draft.paths}
          onChange={(paths) =>
            change({
              paths: [...paths],
              // most sources are one folder, and are called like it
              ...(draft.name === "" && paths[0] !== undefined ? { name: lastPart(paths[0]) } : {}),
            })
          }
        />
        <Textarea
          label={t("source.excludes")}
          description={t("source.excludesHint")}
          value={excludes}
          onChange={(event) => setExcludes(event.currentTarget.value)}
          rows={3}
          spellCheck={false}
        />
        <Checkbox
          label={t("source.excludeCaches")}
          checked={draft.excludeCaches}
          onChange={(event) => change({ excludeCaches: event.currentTarget.checked })}
        />
        <Checkbox
          label={t("source.oneFileSystem")}
          description={t("source.oneFileSystemHint")}
          checked={draft.oneFileSystem}
          onChange={(event) => change({ oneFileSystem: event.currentTarget.checked })}
        />
        {source !== undefined && (
          <div>
            <Button kind="quiet" size="small" onClick={() => setIsRemoving(true)}>
              {t("source.remove")}
            </Button>
          </div>
        )}
        {save.error !== undefined && <ErrorNote error={save.error} />}
      </div>
      {source !== undefined && (
        <DangerDialog
          isOpen={isRemoving}
          onClose={() => {
            setIsRemoving(false);
            remove.clearError();
          }}
          title={t("source.removeTitle", { name: source.name })}
          deed={t("source.removeDeed", { name: source.name })}
          nameToType={source.name}
          onConfirm={() => void onRemove(source.id)}
          isBusy={remove.isRunning}
          error={remove.error}
        >
          {t("source.removeText")}
        </DangerDialog>
      )}
    </Dialog>
  );
}

function draftOf({ id: _id, ...draft }: Source): SourceDraft {
  return draft;
}

/** @returns the name of a folder, whichever way its system separates folders */
export function lastPart(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, "")
      .split(/[/\\]/)
      .at(-1) || path
  );
}
