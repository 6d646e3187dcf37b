import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { TextField } from "../text-field.tsx";
import type { SourceField, SourceForm } from "./source-form.ts";

export type SourceFieldsProps = {
  readonly form: SourceForm;
  readonly onChange: (part: Partial<SourceForm>) => void;
  /** What is wrong with a field, where that has been seen. */
  readonly problemOf: (field: SourceField) => { readonly problem?: string };
};

/** A program whose output is saved. */
export function CommandFields({ form, onChange, problemOf }: SourceFieldsProps) {
  const { t } = useTranslation("source");
  return (
    <>
      <TextField
        label={t("program")}
        description={t("programHint")}
        value={form.program}
        onChange={(program) => onChange({ program })}
        {...problemOf("program")}
      />
      <Textarea
        label={t("arguments")}
        description={t("argumentsHint")}
        value={form.arguments}
        onChange={(event) => onChange({ arguments: event.currentTarget.value })}
        rows={3}
        spellCheck={false}
      />
      <TextField
        label={t("fileName")}
        description={t("fileNameHint")}
        value={form.fileName}
        onChange={(fileName) => onChange({ fileName })}
        {...problemOf("fileName")}
      />
      <TextField
        label={t("silentMinutes")}
        description={t("silentMinutesHint")}
        value={form.silentMinutes}
        onChange={(silentMinutes) => onChange({ silentMinutes })}
        {...problemOf("silentMinutes")}
      />
    </>
  );
}
