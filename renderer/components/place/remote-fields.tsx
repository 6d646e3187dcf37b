import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAppState } from "../../host/use-app-state.ts";
import fieldRow from "../field-row.module.css";
import { SshSignIn } from "../ssh/ssh-sign-in.tsx";
import { TextField } from "../text-field.tsx";
import type { RemoteField } from "./remote-form.ts";
import styles from "./remote-place-form.module.css";
import type { RemotePlaceState } from "./use-remote-place.ts";

type RemoteFieldsProps = { readonly remote: RemotePlaceState };

/** What is asked for of a place on another machine, by its kind. Secrets that are kept are not here, and cannot be shown. */
export function RemoteFields({ remote }: RemoteFieldsProps) {
  const { t } = useTranslation("remotePlace");
  switch (remote.kind) {
    case "folder":
      return null;
    case "sftp":
      return <SftpFields remote={remote} />;
    case "s3":
      return <S3Fields remote={remote} />;
    case "ftp":
      return <FtpFields remote={remote} />;
    case "webdav":
      return <WebFields remote={remote} urlHint={t("webdavHint")} />;
    case "rest":
      return <WebFields remote={remote} urlHint={t("urlHint")} />;
    case "rclone":
      return <RcloneFields remote={remote} />;
  }
}

function SftpFields({ remote }: RemoteFieldsProps) {
  const { t } = useTranslation("remotePlace");
  const { form, change, kept, isMoved } = remote;
  const problemOf = useProblem(remote);
  const { signIn, secrets } = form;
  const problems = { privateKey: problemOf("privateKey"), password: problemOf("password") };
  return (
    <>
      <div className={`${fieldRow.row} ${styles.where}`}>
        <Field remote={remote} field="address" label={t("address")} hint={t("addressHint")} />
        <Field remote={remote} field="port" label={t("port")} hint={t("portHint")} />
      </div>
      <Field remote={remote} field="user" label={t("user")} hint={t("userHint")} />
      <SshSignIn
        {...{ signIn, secrets, kept, isMoved, problems }}
        onSignIn={(way) => change({ signIn: way })}
        onSecret={(name, text) => change({ secrets: { ...secrets, [name]: text } })}
      />
      <Field remote={remote} field="folder" label={t("folder")} hint={t("folderHint")} />
    </>
  );
}

function S3Fields({ remote }: RemoteFieldsProps) {
  const { t } = useTranslation("remotePlace");
  return (
    <>
      <Field remote={remote} field="url" label={t("endpoint")} hint={t("endpointHint")} />
      <Field remote={remote} field="bucket" label={t("bucket")} hint={t("bucketHint")} />
      <Field remote={remote} field="folder" label={t("bucketFolder")} />
      <Field remote={remote} field="user" label={t("keyId")} />
      <SecretField remote={remote} label={t("secretKey")} />
      <Field remote={remote} field="region" label={t("region")} hint={t("regionHint")} />
      <Field remote={remote} field="caFile" label={t("caFile")} />
    </>
  );
}

function FtpFields({ remote }: RemoteFieldsProps) {
  const { t } = useTranslation("remotePlace");
  const { form, change } = remote;
  return (
    <>
      <div className={`${fieldRow.row} ${styles.where}`}>
        <Field remote={remote} field="address" label={t("address")} hint={t("addressHint")} />
        <Field remote={remote} field="port" label={t("port")} hint={t("ftpPortHint")} />
      </div>
      <Checkbox
        label={t("isEncrypted")}
        description={t(form.isEncrypted ? "encryptedHint" : "clearHint")}
        checked={form.isEncrypted}
        onChange={({ currentTarget }) => change({ isEncrypted: currentTarget.checked })}
      />
      <Field remote={remote} field="user" label={t("user")} hint={t("userHint")} />
      <SecretField remote={remote} label={t("restPassword")} />
      <Field remote={remote} field="folder" label={t("folder")} hint={t("folderHint")} />
      {form.isEncrypted && <Field remote={remote} field="caFile" label={t("caFile")} />}
    </>
  );
}

/** Of a server that is reached like a page of the web. */
function WebFields({ remote, urlHint }: RemoteFieldsProps & { readonly urlHint: string }) {
  const { t } = useTranslation("remotePlace");
  const hasUser = remote.form.user.trim() !== "";
  return (
    <>
      <Field remote={remote} field="url" label={t("url")} hint={urlHint} />
      <Field remote={remote} field="user" label={t("restUser")} />
      {hasUser && <SecretField remote={remote} label={t("restPassword")} />}
      <Field remote={remote} field="caFile" label={t("caFile")} />
    </>
  );
}

function RcloneFields({ remote }: RemoteFieldsProps) {
  const { t } = useTranslation("remotePlace");
  const app = useAppState();
  // such settings can name programs to run, which browsers may not choose
  const mayChoose = app.kind === "ready" && app.value.mayChoosePrograms;
  return (
    <>
      <Field remote={remote} field="remote" label={t("remote")} hint={t("remoteHint")} />
      <Field remote={remote} field="folder" label={t("remoteFolder")} />
      {(mayChoose || remote.form.configFile !== "") && (
        <Field remote={remote} field="configFile" label={t("configFile")} />
      )}
      <SecretField remote={remote} label={t("configPassword")} />
    </>
  );
}

type FieldProps = RemoteFieldsProps & {
  readonly field: Exclude<RemoteField, "privateKey" | "passphrase" | "password">;
  readonly label: string;
  readonly hint?: string;
};

function Field({ remote, field, label, hint }: FieldProps) {
  const problem = useProblem(remote)(field);
  return (
    <TextField
      label={label}
      value={remote.form[field]}
      onChange={(text) => remote.change({ [field]: text })}
      {...(hint === undefined ? {} : { description: hint })}
      {...(problem === undefined ? {} : { problem })}
    />
  );
}

function SecretField({ remote, label }: RemoteFieldsProps & { readonly label: string }) {
  const { t } = useTranslation("remotePlace");
  const { form, kept, change } = remote;
  const problem = useProblem(remote)("password");
  return (
    <TextField
      label={label}
      {...(problem === undefined ? {} : { problem })}
      value={form.secrets.password}
      onChange={(password) => change({ secrets: { ...form.secrets, password } })}
      {...(kept.includes("password") ? { description: t("kept") } : {})}
      isSecret
      isNewSecret
    />
  );
}

/** Says what is wrong with a field; undefined while there is nothing to say. */
function useProblem({ faultOf }: RemotePlaceState): (field: RemoteField) => string | undefined {
  const { t } = useTranslation("remotePlace");
  return (field) => {
    switch (faultOf(field)) {
      case "missing":
        return t(`missing.${among(CAN_MISS, field) ?? "other"}`);
      case "wrong":
        return t(`wrong.${among(CAN_BE_WRONG, field) ?? "other"}`);
      case undefined:
        return undefined;
    }
  };
}

/** Fields whose fault has words of its own. */
const CAN_BE_WRONG = ["address", "port", "user", "folder", "url", "bucket", "remote"] as const;
const CAN_MISS = [...CAN_BE_WRONG, "privateKey", "password"] as const;

function among<Name extends RemoteField>(names: readonly Name[], field: RemoteField): Name | undefined {
  return names.find((name) => name === field);
}
