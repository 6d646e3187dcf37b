import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SourceId } from "../../../shared/ids.ts";
import { DATABASE_KINDS, SOURCE_ICONS, type Source, type SourceKind } from "../../../shared/model/source.ts";
import type { SourceTrial } from "../../../shared/model/source-trial.ts";
import { useAct } from "../../host/use-act.ts";
import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { ErrorNote } from "../error-note.tsx";
import { TextField } from "../text-field.tsx";
import { CommandFields } from "./command-fields.tsx";
import { DatabaseFields } from "./database-fields.tsx";
import { FilesFields } from "./files-fields.tsx";
import { RemoveSourceDialog } from "./remove-source-dialog.tsx";
import styles from "./source-dialog.module.css";
import {
  draftOfForm,
  formOf,
  needsPassword,
  type SourceField,
  type SourceForm,
  withKind,
} from "./source-form.ts";
import { isTrialGood, SourceTrialResult } from "./source-trial.tsx";

const KINDS: readonly SourceKind[] = ["files", ...DATABASE_KINDS, "command"];

type SourceDialogProps = {
  /** Undefined for a new one. */
  readonly source: Source | undefined;
  readonly onClose: () => void;
  readonly onSaved: (source: Source) => void;
  /** Where it may be removed from the dialog, too. */
  readonly onRemoved?: (id: SourceId) => void;
};

/** What belongs to a source, how it is reached, and whether it can be read. */
export function SourceDialog({ source, onClose, onSaved, onRemoved }: SourceDialogProps) {
  const { t } = useTranslation("source");
  const { t: common } = useTranslation();
  const save = useAct("sources.save");
  const trial = useAct("sources.try");
  const [isRemoving, setIsRemoving] = useState(false);
  const [form, setForm] = useState<SourceForm>(() => formOf(source));
  const [tried, setTried] = useState<{ readonly of: SourceForm; readonly trial: SourceTrial }>();
  const [isChecked, setIsChecked] = useState(false);
  const change = (part: Partial<SourceForm>) => setForm((before) => ({ ...before, ...part }));
  const drafted = draftOfForm(form);
  const wrong = "wrong" in drafted ? drafted.wrong : [];
  const problemOf = (field: SourceField) =>
    isChecked && wrong.includes(field)
      ? { problem: t(`wrong.${field === "files" ? "other" : field}`, { defaultValue: t("wrong.other") }) }
      : {};
  const isDatabase = DATABASE_KINDS.some((kind) => kind === form.kind);
  const newest = tried?.of === form ? tried.trial : undefined;

  const asked = () => {
    setIsChecked(true);
    if ("wrong" in drafted) return undefined;
    return {
      ...{ sourceId: source?.id ?? null, draft: drafted.draft },
      ...(isDatabase && form.password !== "" ? { secrets: { password: form.password } } : {}),
    };
  };
  const onTry = async (): Promise<SourceTrial | undefined> => {
    const input = asked();
    const answer = input === undefined ? undefined : await trial.run(input);
    setTried(answer === undefined ? undefined : { of: form, trial: answer });
    return answer;
  };
  const onSave = async (): Promise<void> => {
    const input = asked();
    if (input === undefined) return;
    // what cannot work is said before the first backup, not by it
    if (isDatabase && newest === undefined) {
      const answer = await onTry();
      if (answer === undefined || !isTrialGood(answer)) return;
    }
    const saved = await save.run(input);
    if (saved !== undefined) onSaved(saved);
  };
  const isSavedAnyway = newest !== undefined && !isTrialGood(newest);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={source === undefined ? t("newTitle") : t("editTitle", { name: source.name })}
      size={560}
      actions={
        <>
          <Button
            onClick={() => void onTry()}
            isBusy={trial.isRunning}
            {...(wrong.includes("files") ? { offBecause: t("notComplete") } : {})}
          >
            {t(form.kind === "command" ? "tryCommand" : "try")}
          </Button>
          <Button
            kind={isSavedAnyway ? "default" : "primary"}
            onClick={() => void onSave()}
            isBusy={save.isRunning}
            offBecause={form.kind === "files" && wrong.length > 0 ? t("notComplete") : undefined}
          >
            {isSavedAnyway ? t("saveAnyway") : common("save")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {source === undefined && (
          <NativeSelect
            label={t("kind")}
            value={form.kind}
            onChange={(event) => {
              const kind = KINDS.find((one) => one === event.currentTarget.value) ?? "files";
              setForm((before) => withKind(before, kind));
              setIsChecked(false);
            }}
            data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          />
        )}
        <div className={styles.head}>
          <TextField
            label={t("name")}
            placeholder={t(isDatabase ? "nameHintDatabase" : "nameHint")}
            value={form.name}
            onChange={(name) => change({ name })}
            autoFocus
            {...problemOf("name")}
          />
          <NativeSelect
            label={t("icon")}
            value={form.icon}
            onChange={(event) =>
              change({ icon: SOURCE_ICONS.find((icon) => icon === event.currentTarget.value) ?? "folder" })
            }
            data={SOURCE_ICONS.map((icon) => ({ value: icon, label: t(`icons.${icon}`) }))}
          />
        </div>
        {form.kind === "files" && (
          <FilesFields
            draft={{ ...form.files, name: form.name }}
            onChange={({ name, ...part }) =>
              setForm((before) => ({
                ...before,
                files: { ...before.files, ...part },
                ...(name === undefined ? {} : { name }),
              }))
            }
            source={source}
          />
        )}
        {form.kind === "command" && <CommandFields form={form} onChange={change} problemOf={problemOf} />}
        {isDatabase && (
          <DatabaseFields
            form={form}
            onChange={change}
            problemOf={problemOf}
            isPasswordKept={!needsPassword(form, source)}
          />
        )}
        {trial.isRunning && (
          <p className={styles.note} role="status">
            {t("trial.running")}
          </p>
        )}
        {newest !== undefined && <SourceTrialResult trial={newest} />}
        {source !== undefined && onRemoved !== undefined && (
          <div className={styles.remove}>
            <Button kind="quiet" size="small" onClick={() => setIsRemoving(true)}>
              {t("remove")}
            </Button>
          </div>
        )}
        {trial.error !== undefined && <ErrorNote error={trial.error} />}
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
