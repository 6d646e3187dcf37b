import { NativeSelect, Radio, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DATABASE_TLS, type Source } from "../../../shared/model/source.ts";
import { TextField } from "../text-field.tsx";
import type { SourceFieldsProps } from "./command-fields.tsx";
import { MachineFields } from "./machine-fields.tsx";
import type { MachineField } from "./machine-form.ts";
import styles from "./source-dialog.module.css";
import { knownMachineOf } from "./source-form.ts";

type DatabaseFieldsProps = SourceFieldsProps & {
  /** Whether there is a password that will do. */
  readonly isPasswordKept: boolean;
  readonly isWrong: (field: MachineField) => boolean;
  /** As it is kept; undefined for a new one. */
  readonly source: Source | undefined;
};

/** The server of databases, how it is signed in to, and which of them are saved. */
export function DatabaseFields({
  form,
  onChange,
  problemOf,
  isPasswordKept,
  isWrong,
  source,
}: DatabaseFieldsProps) {
  const { t } = useTranslation("source");
  const isRareWrong = [problemOf("silentMinutes"), problemOf("programFolder"), problemOf("caFile")].some(
    ({ problem }) => problem !== undefined,
  );
  return (
    <>
      <Radio.Group
        label={t("way")}
        value={form.isThrough ? "through" : "directly"}
        onChange={(way) => onChange({ isThrough: way === "through" })}
      >
        <div className={styles.choices}>
          <Radio value="directly" label={t("directly")} />
          <Radio value="through" label={t("through")} />
        </div>
      </Radio.Group>
      {form.isThrough && (
        <section className={styles.machine} aria-label={t("throughMachine")}>
          <p className={styles.note}>{t("throughHint")}</p>
          <MachineFields
            form={form.machine}
            onChange={(machine) => onChange({ machine })}
            known={knownMachineOf(source)}
            isWrong={isWrong}
            userHint={t("throughUserHint")}
          />
        </section>
      )}
      <Radio.Group
        label={t("server")}
        value={form.by}
        onChange={(by) => onChange({ by: by === "socket" ? "socket" : "network" })}
      >
        <div className={styles.choices}>
          <Radio value="network" label={t(form.isThrough ? "byNetworkThere" : "byNetwork")} />
          <Radio value="socket" label={t(form.isThrough ? "bySocketThere" : "bySocket")} />
        </div>
      </Radio.Group>
      {form.by === "network" ? (
        <div className={styles.head}>
          <TextField
            label={t("address")}
            value={form.address}
            onChange={(address) => onChange({ address })}
            {...problemOf("address")}
          />
          <TextField
            label={t("port")}
            value={form.port}
            onChange={(port) => onChange({ port })}
            {...problemOf("port")}
          />
        </div>
      ) : (
        <TextField
          label={t("socket")}
          description={t(form.kind === "postgresql" ? "socketFolderHint" : "socketHint")}
          value={form.socket}
          onChange={(socket) => onChange({ socket })}
          {...problemOf("socket")}
        />
      )}
      <div className={styles.halves}>
        <TextField
          label={t("user")}
          value={form.user}
          onChange={(user) => onChange({ user })}
          {...problemOf("user")}
        />
        <TextField
          label={t("password")}
          isSecret
          isNewSecret
          value={form.password}
          onChange={(password) => onChange({ password })}
          {...(isPasswordKept ? { placeholder: t("passwordKept") } : {})}
        />
      </div>
      <p className={styles.note}>
        {t(form.kind === "postgresql" ? "userHintPostgresql" : "userHintMariadb")}
      </p>
      <Radio.Group
        label={t("databases")}
        value={form.hasAllDatabases ? "all" : "some"}
        onChange={(value) => onChange({ hasAllDatabases: value === "all" })}
      >
        <div className={styles.choices}>
          <Radio value="all" label={t("databasesAll")} />
          <Radio value="some" label={t("databasesSome")} />
        </div>
      </Radio.Group>
      {!form.hasAllDatabases && (
        <Textarea
          aria-label={t("databasesSome")}
          description={t("databasesHint")}
          value={form.databases}
          onChange={(event) => onChange({ databases: event.currentTarget.value })}
          rows={3}
          spellCheck={false}
          {...(problemOf("databases").problem === undefined ? {} : { error: problemOf("databases").problem })}
        />
      )}
      <details className={styles.more} open={isRareWrong || undefined}>
        <summary>{t("more")}</summary>
        <div className={styles.moreFields}>
          {form.by === "network" && (
            <>
              <NativeSelect
                label={t("tls")}
                value={form.tls}
                onChange={(event) =>
                  onChange({
                    tls: DATABASE_TLS.find((tls) => tls === event.currentTarget.value) ?? "offered",
                  })
                }
                data={DATABASE_TLS.map((value) => ({ value, label: t(`tlsKinds.${value}`) }))}
              />
              <TextField
                label={t("caFile")}
                description={t("caFileHint")}
                value={form.caFile}
                onChange={(caFile) => onChange({ caFile })}
                {...problemOf("caFile")}
              />
            </>
          )}
          <TextField
            label={t("programFolder")}
            description={t("programFolderHint")}
            value={form.programFolder}
            onChange={(programFolder) => onChange({ programFolder })}
            {...problemOf("programFolder")}
          />
          <TextField
            label={t("silentMinutes")}
            description={t("silentMinutesHint")}
            value={form.silentMinutes}
            onChange={(silentMinutes) => onChange({ silentMinutes })}
            {...problemOf("silentMinutes")}
          />
        </div>
      </details>
    </>
  );
}
