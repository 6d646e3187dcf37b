import { NativeSelect, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { WatchedHostSecret } from "../../../../shared/model/watched-host.ts";
import { TextField } from "../../../components/text-field.tsx";
import styles from "./host-dialog.module.css";
import type { HostForm, SignIn } from "./host-form.ts";

type SshFieldsProps = {
  readonly form: HostForm;
  /** Secrets that are in the key store already, and hold for what is in the form. */
  readonly kept: readonly WatchedHostSecret[];
  readonly isMoved: boolean;
  readonly onChange: (part: Partial<HostForm>) => void;
};

const SIGN_INS: readonly SignIn[] = ["key", "password", "agent"];

/** Where a host is, and how it is signed in to. Secrets that are kept are not here, and cannot be shown. */
export function SshFields({ form, kept, isMoved, onChange }: SshFieldsProps) {
  const { t } = useTranslation("storage");
  const { address, port, user, signIn, secrets } = form;
  const setSecret = (name: WatchedHostSecret) => (text: string) =>
    onChange({ secrets: { ...secrets, [name]: text } });
  const hint = (name: WatchedHostSecret, otherwise?: string) =>
    kept.includes(name)
      ? { description: t("form.kept") }
      : otherwise === undefined
        ? {}
        : { description: otherwise };
  return (
    <>
      <div className={styles.where}>
        <TextField
          label={t("form.address")}
          description={t("form.addressHint")}
          value={address}
          onChange={(text) => onChange({ address: text })}
        />
        <TextField label={t("form.port")} value={port} onChange={(text) => onChange({ port: text })} />
      </div>
      <TextField
        label={t("form.user")}
        description={t("form.userHint")}
        value={user}
        onChange={(text) => onChange({ user: text })}
      />
      <NativeSelect
        label={t("form.signIn")}
        value={signIn}
        data={SIGN_INS.map((value) => ({ value, label: t(`form.signIns.${value}`) }))}
        onChange={({ currentTarget }) => onChange({ signIn: currentTarget.value as SignIn })}
      />
      {isMoved && signIn !== "agent" && <p className={styles.hint}>{t("form.moved")}</p>}
      {signIn === "key" && (
        <>
          <Textarea
            className={styles.key ?? ""}
            label={t("form.privateKey")}
            {...hint("privateKey", t("form.privateKeyHint"))}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            value={secrets.privateKey}
            onChange={({ currentTarget }) => setSecret("privateKey")(currentTarget.value)}
          />
          <TextField
            label={t("form.passphrase")}
            {...hint("passphrase", t("form.passphraseHint"))}
            value={secrets.passphrase}
            onChange={setSecret("passphrase")}
            isSecret
            isNewSecret
          />
        </>
      )}
      {signIn === "password" && (
        <TextField
          label={t("form.password")}
          {...hint("password")}
          value={secrets.password}
          onChange={setSecret("password")}
          isSecret
          isNewSecret
        />
      )}
    </>
  );
}
