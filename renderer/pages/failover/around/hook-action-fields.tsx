import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { HookView } from "../../../../shared/model/failover-hooks.ts";
import { TextField } from "../../../components/text-field.tsx";
import styles from "./around.module.css";
import type { HookForm } from "./hook-form.ts";

type HookActionFieldsProps = {
  readonly form: HookForm;
  readonly hook: HookView | undefined;
  readonly repositoryName: string;
  /** Whether this page may say which program is run. */
  readonly mayChoosePrograms: boolean;
  readonly onChange: (part: Partial<HookForm>) => void;
};

/** What a hook of its kind is to do: a program with its arguments, or an address with its key. */
export function HookActionFields(props: HookActionFieldsProps) {
  const { t } = useTranslation("around");
  const { form, hook, mayChoosePrograms, onChange } = props;
  if (form.kind === "webhook") {
    const host = hook?.addressHost ?? "";
    return (
      <>
        <TextField
          label={t("hookForm.address")}
          description={host === "" ? t("hookForm.addressHint") : t("hookForm.addressKept", { host })}
          value={form.address}
          onChange={(address) => onChange({ address })}
        />
        <TextField
          label={t("hookForm.key")}
          description={hook?.isSigned === true ? t("hookForm.keyKept") : t("hookForm.keyHint")}
          value={form.key}
          onChange={(key) => onChange({ key })}
          isSecret
          isNewSecret
        />
      </>
    );
  }
  if (!mayChoosePrograms) return <ProgramElsewhere {...props} />;
  return (
    <>
      <TextField
        label={t("hookForm.program")}
        description={t("hookForm.programHint")}
        value={form.program}
        onChange={(program) => onChange({ program })}
      />
      <Textarea
        label={t("hookForm.arguments")}
        description={t("hookForm.argumentsHint")}
        rows={3}
        spellCheck={false}
        value={form.arguments}
        onChange={({ currentTarget }) => onChange({ arguments: currentTarget.value })}
      />
    </>
  );
}

/** What is run already, and where something else can be chosen. */
function ProgramElsewhere({ form, repositoryName }: HookActionFieldsProps) {
  const { t } = useTranslation("around");
  const { kind, name, program } = form;
  const values = {
    ...{ repository: printable(repositoryName) },
    name: name.trim() === "" ? t("hookForm.name") : printable(name.trim()),
  };
  return (
    <div className={styles.elsewhere}>
      {program !== "" && <code>{printable([program, ...form.arguments.split("\n")].join(" "))}</code>}
      <p>{t("hookForm.programElsewhere")}</p>
      <code>
        {kind === "remount" ? t("hookForm.remountCommand", values) : t("hookForm.programCommand", values)}
      </code>
    </div>
  );
}
