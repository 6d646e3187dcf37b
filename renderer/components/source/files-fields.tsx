import { Checkbox, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FilesDraft, Source } from "../../../shared/model/source.ts";
import { PathsField } from "./paths-field.tsx";
import styles from "./source-dialog.module.css";
import { excludesFromText, hasOtherPaths, lastPart } from "./source-draft.ts";

type FilesFieldsProps = {
  readonly draft: FilesDraft;
  readonly onChange: (part: Partial<FilesDraft>) => void;
  /** As it is kept; undefined for a new one. */
  readonly source: Source | undefined;
};

/** Which folders and files belong to a source, and what is left out of them. */
export function FilesFields({ draft, onChange, source }: FilesFieldsProps) {
  const { t } = useTranslation("source");
  const [excludes, setExcludes] = useState(draft.excludes.join("\n"));
  return (
    <>
      <PathsField
        paths={draft.paths}
        onChange={(paths) =>
          onChange({
            paths: [...paths],
            // most sources are one folder, and are called like it
            ...(draft.name === "" && paths[0] !== undefined ? { name: lastPart(paths[0]) } : {}),
          })
        }
      />
      {source !== undefined && hasOtherPaths(source, draft) && (
        <p className={styles.note}>{t("pathsChanged")}</p>
      )}
      <Textarea
        label={t("excludes")}
        description={t("excludesHint")}
        value={excludes}
        onChange={(event) => {
          setExcludes(event.currentTarget.value);
          onChange({ excludes: excludesFromText(event.currentTarget.value) });
        }}
        rows={3}
        spellCheck={false}
      />
      <Checkbox
        label={t("excludeCaches")}
        description={t("excludeCachesHint")}
        checked={draft.excludeCaches}
        onChange={(event) => onChange({ excludeCaches: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("oneFileSystem")}
        description={t("oneFileSystemHint")}
        checked={draft.oneFileSystem}
        onChange={(event) => onChange({ oneFileSystem: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("asOfOneMoment")}
        description={t("asOfOneMomentHint")}
        checked={draft.asOfOneMoment === true}
        onChange={(event) => onChange({ asOfOneMoment: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("consistentSqlite")}
        description={t("consistentSqliteHint")}
        checked={draft.consistentSqlite === true}
        onChange={(event) => onChange({ consistentSqlite: event.currentTarget.checked })}
      />
    </>
  );
}
