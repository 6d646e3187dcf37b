import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DatabasePath } from "../../../../shared/format/database-path.ts";
import type { SourceId } from "../../../../shared/ids.ts";
import { type DatabaseSource, serverText } from "../../../../shared/model/source.ts";
import type { DatabaseList } from "../../../../shared/model/source-trial.ts";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { VerdictShape } from "../../../components/verdict.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import type { CallState } from "../../../host/use-call.ts";
import styles from "./restore-dialog.module.css";

export type DatabaseTargetForm = {
  readonly sourceId: SourceId;
  readonly name: string;
  readonly typedName: string;
};

type DatabaseTargetProps = {
  readonly dump: DatabasePath;
  /** Whose server it may go into; at least one. */
  readonly servers: readonly DatabaseSource[];
  /** What there is on the server that is chosen. */
  readonly there: CallState<DatabaseList>;
  readonly form: DatabaseTargetForm;
  readonly onChange: (part: Partial<DatabaseTargetForm>) => void;
};

/** Which server a database goes back into, and what it is called there. */
export function DatabaseTarget({ dump, servers, there, form, onChange }: DatabaseTargetProps) {
  const { t } = useTranslation("restore");
  const isTaken = isNameTaken(form.name, there.kind === "ready" ? there.value.databases : []);
  return (
    <div className={styles.database}>
      <NativeSelect
        label={t("database.server")}
        value={form.sourceId}
        data={servers.map((source) => ({
          value: source.id,
          label: `${source.name} (${serverText(source.server)})`,
        }))}
        onChange={({ currentTarget }) => {
          const found = servers.find(({ id }) => id === currentTarget.value);
          if (found !== undefined) onChange({ sourceId: found.id });
        }}
      />
      {there.kind === "loading" && <Waiting rows={1} />}
      {there.kind === "failed" && <ErrorNote error={there.error} onRetry={there.retry} />}
      {there.kind === "ready" && (
        <>
          <TextField
            label={t("database.name")}
            value={form.name}
            onChange={(name) => onChange({ name })}
            {...(form.name.trim() === "" ? { problem: t("database.nameMissing") } : {})}
          />
          {isTaken ? (
            <>
              <p className={styles.taken}>
                <VerdictShape verdict="warning" size={16} />
                <span>{t("database.taken", { name: form.name })}</span>
              </p>
              <TextField
                label={t("database.typed", { name: form.name })}
                value={form.typedName}
                onChange={(typedName) => onChange({ typedName })}
              />
            </>
          ) : (
            <p className={styles.hint}>{t("database.means", { name: dump.name })}</p>
          )}
        </>
      )}
    </div>
  );
}

/** Servers differ in whether names differ by case: to ask once too often overwrites nothing. */
export function isNameTaken(name: string, databases: readonly { readonly name: string }[]): boolean {
  return databases.some((one) => one.name.toLowerCase() === name.toLowerCase());
}
