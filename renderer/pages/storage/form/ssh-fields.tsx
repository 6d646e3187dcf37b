import { useTranslation } from "react-i18next";
import type { WatchedHostSecret } from "../../../../shared/model/watched-host.ts";
import fieldRow from "../../../components/field-row.module.css";
import { SshSignIn } from "../../../components/ssh/ssh-sign-in.tsx";
import { TextField } from "../../../components/text-field.tsx";
import styles from "./host-dialog.module.css";
import type { HostForm } from "./host-form.ts";

type SshFieldsProps = {
  readonly form: HostForm;
  /** Secrets that are in the key store already, and hold for what is in the form. */
  readonly kept: readonly WatchedHostSecret[];
  readonly isMoved: boolean;
  readonly onChange: (part: Partial<HostForm>) => void;
};

/** Where a host is, and how it is signed in to. Secrets that are kept are not here, and cannot be shown. */
export function SshFields({ form, kept, isMoved, onChange }: SshFieldsProps) {
  const { t } = useTranslation("storage");
  const { address, port, user, signIn, secrets } = form;
  return (
    <>
      <div className={`${fieldRow.row} ${styles.where}`}>
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
      <SshSignIn
        {...{ signIn, secrets, kept, isMoved }}
        onSignIn={(way) => onChange({ signIn: way })}
        onSecret={(name, text) => onChange({ secrets: { ...secrets, [name]: text } })}
      />
    </>
  );
}
