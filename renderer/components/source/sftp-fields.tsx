import { Checkbox, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Source } from "../../../shared/model/source.ts";
import { FieldProblem, TextField } from "../text-field.tsx";
import type { SourceFieldsProps } from "./command-fields.tsx";
import { MachineFields } from "./machine-fields.tsx";
import type { MachineField } from "./machine-form.ts";
import styles from "./source-dialog.module.css";
import { hostnameOf, knownMachineOf, pathsOfForm } from "./source-form.ts";

type SftpFieldsProps = SourceFieldsProps & {
  readonly isWrong: (field: MachineField) => boolean;
  /** As it is kept; undefined for a new one. */
  readonly source: Source | undefined;
};

/** Folders of a server or NAS: the machine, what is read there, and what snapshots call it. */
export function SftpFields({ form, onChange, problemOf, isWrong, source }: SftpFieldsProps) {
  const { t } = useTranslation("source");
  const isRareWrong = [problemOf("hostname"), problemOf("speed")].some(
    ({ problem }) => problem !== undefined,
  );
  const { problem: wrongPaths } = problemOf("paths");
  const hasOtherPaths =
    source?.kind === "sftp" && source.paths.join("\n") !== pathsOfForm(form.paths).join("\n");
  return (
    <>
      <p className={styles.note}>{t("sftpHint")}</p>
      <MachineFields
        form={form.machine}
        onChange={(machine) => onChange({ machine })}
        known={knownMachineOf(source)}
        isWrong={isWrong}
        userHint={t("machineUserHint")}
      />
      <Textarea
        label={t("machinePaths")}
        description={t("machinePathsHint")}
        value={form.paths}
        onChange={(event) => onChange({ paths: event.currentTarget.value })}
        rows={3}
        spellCheck={false}
        {...(wrongPaths === undefined ? {} : { error: <FieldProblem>{wrongPaths}</FieldProblem> })}
      />
      {hasOtherPaths && <p className={styles.note}>{t("pathsChanged")}</p>}
      <details className={styles.more} open={isRareWrong || undefined}>
        <summary>{t("moreOfMachine")}</summary>
        <div className={styles.moreFields}>
          <Textarea
            label={t("excludes")}
            description={t("excludesHint")}
            value={form.excludes}
            onChange={(event) => onChange({ excludes: event.currentTarget.value })}
            rows={3}
            spellCheck={false}
          />
          <Checkbox
            label={t("excludeCaches")}
            description={t("excludeCachesHint")}
            checked={form.excludeCaches}
            onChange={(event) => onChange({ excludeCaches: event.currentTarget.checked })}
          />
          <TextField
            label={t("hostname")}
            description={t("hostnameHint")}
            value={form.hostname}
            onChange={(hostname) => onChange({ hostname })}
            placeholder={hostnameOf(form.machine.address)}
            {...problemOf("hostname")}
          />
          <TextField
            label={t("speed")}
            description={t("speedHint")}
            value={form.speed}
            onChange={(speed) => onChange({ speed })}
            {...problemOf("speed")}
          />
        </div>
      </details>
    </>
  );
}
