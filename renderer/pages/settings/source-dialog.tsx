import { Checkbox, NativeSelect, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SOURCE_ICONS, type Source, type SourceDraft } from "../../../shared/model/source.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useFolderChooser } from "../../components/path-field.tsx";
import { FieldProblem, TextField } from "../../components/text-field.tsx";
import { useAct } from "../../host/use-act.ts";
import styles from "./settings-dialog.module.css";
import { draftOf, excludesFromText, hasOtherPaths } from "./source-draft.ts";

type SourceDialogProps = { readonly source: Source; readonly onClose: () => void };

export function SourceDialog({ source, onClose }: SourceDialogProps) {
  const { t } = useTranslation("settings");
  const [draft, setDraft] = useState<SourceDraft>(() => draftOf(source));
  const [excludes, setExcludes] = useState(source.excludes.join("\n"));
  const save = useAct("sources.save");
  const change = (part: Partial<SourceDraft>) => setDraft({ ...draft, ...part });
  const offBecause =
    draft.name.trim() === ""
      ? t("source.wanting")
      : draft.paths.length === 0
        ? t("source.noPath")
        : undefined;
  const submit = async () => {
    const whole = { ...draft, excludes: excludesFromText(excludes) };
    if ((await save.run({ sourceId: source.id, draft: whole })) !== undefined) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("source.title", { name: source.name })}
      size={560}
      actions={
        <Button kind="primary" isBusy={save.isRunning} offBecause={offBecause} onClick={() => void submit()}>
          {t("source.deed")}
        </Button>
      }
    >
      <div className={styles.fields}>
        <TextField
          label={t("source.name")}
          value={draft.name}
          onChange={(name) => change({ name })}
          autoFocus
        />
        <NativeSelect
          label={t("source.icon")}
          value={draft.icon}
          onChange={({ currentTarget }) => change({ icon: currentTarget.value as SourceDraft["icon"] })}
          data={SOURCE_ICONS.map((value) => ({ value, label: t(`source.icons.${value}`) }))}
        />
        <Paths paths={draft.paths} onChange={(paths) => change({ paths })} />
        {hasOtherPaths(source, draft) && <p className={styles.text}>{t("source.pathsChanged")}</p>}
        <Textarea
          label={t("source.excludes")}
          description={t("source.excludesHint")}
          value={excludes}
          onChange={({ currentTarget }) => setExcludes(currentTarget.value)}
          rows={4}
          spellCheck={false}
        />
        <Checkbox
          label={t("source.excludeCaches")}
          description={t("source.excludeCachesHint")}
          checked={draft.excludeCaches}
          onChange={({ currentTarget }) => change({ excludeCaches: currentTarget.checked })}
        />
        <Checkbox
          label={t("source.oneFileSystem")}
          description={t("source.oneFileSystemHint")}
          checked={draft.oneFileSystem}
          onChange={({ currentTarget }) => change({ oneFileSystem: currentTarget.checked })}
        />
      </div>
      {save.error !== undefined && <ErrorNote error={save.error} />}
    </Dialog>
  );
}

type PathsProps = {
  readonly paths: readonly string[];
  readonly onChange: (paths: string[]) => void;
};

function Paths({ paths, onChange }: PathsProps) {
  const { t } = useTranslation("settings");
  const chooser = useFolderChooser();
  return (
    <fieldset className={styles.plain}>
      <legend className={styles.label}>{t("source.paths")}</legend>
      <ul className={styles.paths}>
        {paths.map((path) => (
          <li key={path}>
            <code>{path}</code>
            <Button
              size="small"
              kind="quiet"
              icon="x"
              label={t("source.removePath", { path })}
              onClick={() => onChange(paths.filter((other) => other !== path))}
            />
          </li>
        ))}
      </ul>
      {paths.length === 0 && <FieldProblem>{t("source.noPath")}</FieldProblem>}
      <Button
        size="small"
        icon="plus"
        onClick={() => chooser.choose((path) => onChange([...new Set([...paths, path])]))}
      >
        {t("source.addPath")}
      </Button>
      {chooser.dialog()}
    </fieldset>
  );
}
