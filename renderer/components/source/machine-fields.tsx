import { useTranslation } from "react-i18next";
import fieldRow from "../field-row.module.css";
import { SshSignIn } from "../ssh/ssh-sign-in.tsx";
import { TextField } from "../text-field.tsx";
import {
  comparedKey,
  type KnownMachine,
  keptForForm,
  type MachineField,
  type MachineForm,
} from "./machine-form.ts";
import styles from "./source-dialog.module.css";

type MachineFieldsProps = {
  readonly form: MachineForm;
  readonly onChange: (form: MachineForm) => void;
  /** What is known of the machine of a source that is edited. */
  readonly known: KnownMachine | undefined;
  /** Whether something is wrong with a field, where that has been seen. */
  readonly isWrong: (field: MachineField) => boolean;
  /** What the account has to be able to do. */
  readonly userHint: string;
};

/** A machine that is reached over SSH: where it is, and how it is signed in to. */
export function MachineFields({ form, onChange, known, isWrong, userHint }: MachineFieldsProps) {
  const { t } = useTranslation("remotePlace");
  const kept = keptForForm(form, known);
  const { signIn, secrets } = form;
  const change = (part: Partial<MachineForm>) => {
    const changed = { ...form, ...part };
    const isOther = "address" in part || "port" in part;
    onChange(isOther ? { ...changed, hostKey: comparedKey(changed, known) } : changed);
  };
  const problemOf = (field: "address" | "port" | "user") => {
    if (!isWrong(field)) return {};
    return { problem: t(`${form[field].trim() === "" ? "missing" : "wrong"}.${field}`) };
  };
  return (
    <>
      <div className={`${fieldRow.row} ${styles.where}`}>
        <TextField
          label={t("address")}
          description={t("addressHint")}
          value={form.address}
          onChange={(address) => change({ address })}
          {...problemOf("address")}
        />
        <TextField
          label={t("port")}
          description={t("portHint")}
          value={form.port}
          onChange={(port) => change({ port })}
          {...problemOf("port")}
        />
      </div>
      <TextField
        label={t("user")}
        description={userHint}
        value={form.user}
        onChange={(user) => change({ user })}
        {...problemOf("user")}
      />
      <SshSignIn
        {...{ signIn, secrets }}
        kept={kept ?? []}
        isMoved={kept === undefined}
        onSignIn={(way) => change({ signIn: way })}
        onSecret={(name, text) => change({ secrets: { ...secrets, [name]: text } })}
        problems={{
          privateKey: isWrong("privateKey") ? t("missing.privateKey") : undefined,
          password: isWrong("password") ? t("missing.password") : undefined,
        }}
      />
    </>
  );
}
