import { NativeSelect, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FieldProblem, TextField } from "../text-field.tsx";
import styles from "./ssh.module.css";

const SIGN_INS = ["key", "password", "agent"] as const;
export type SshSignInWay = (typeof SIGN_INS)[number];

const SSH_SECRETS = ["privateKey", "passphrase", "password"] as const;
type SshSecret = (typeof SSH_SECRETS)[number];

type SshSignInProps = {
  readonly signIn: SshSignInWay;
  readonly onSignIn: (signIn: SshSignInWay) => void;
  /** As they are typed. */
  readonly secrets: Readonly<Record<SshSecret, string>>;
  readonly onSecret: (name: SshSecret, text: string) => void;
  /** Secrets that are in the key store already, and hold for this account; they cannot be shown. */
  readonly kept: readonly string[];
  /** What is kept was for another account. */
  readonly isMoved: boolean;
  /** What is wrong with a secret, said at its field. */
  readonly problems?: Readonly<Partial<Record<SshSecret, string | undefined>>>;
};

/** How somebody signs in over SSH: the way, and the secrets that it takes. */
export function SshSignIn({ signIn, onSignIn, secrets, onSecret, kept, isMoved, problems }: SshSignInProps) {
  const { t } = useTranslation("storage");
  const set = (name: SshSecret) => (text: string) => onSecret(name, text);
  const said = (name: SshSecret, otherwise?: string) => {
    const description = kept.includes(name) ? t("form.kept") : otherwise;
    const problem = problems?.[name];
    return {
      ...(description === undefined ? {} : { description }),
      ...(problem === undefined ? {} : { problem }),
    };
  };
  const { problem, ...keyHint } = said("privateKey", t("form.privateKeyHint"));
  return (
    <>
      <NativeSelect
        label={t("form.signIn")}
        value={signIn}
        data={SIGN_INS.map((value) => ({ value, label: t(`form.signIns.${value}`) }))}
        onChange={({ currentTarget }) => onSignIn(currentTarget.value as SshSignInWay)}
      />
      {isMoved && signIn !== "agent" && <p className={styles.hint}>{t("form.moved")}</p>}
      {signIn === "key" && (
        <>
          <Textarea
            className={styles.key ?? ""}
            label={t("form.privateKey")}
            {...keyHint}
            {...(problem === undefined ? {} : { error: <FieldProblem>{problem}</FieldProblem> })}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            value={secrets.privateKey}
            onChange={({ currentTarget }) => set("privateKey")(currentTarget.value)}
          />
          <TextField
            label={t("form.passphrase")}
            {...said("passphrase", t("form.passphraseHint"))}
            value={secrets.passphrase}
            onChange={set("passphrase")}
            isSecret
            isNewSecret
          />
        </>
      )}
      {signIn === "password" && (
        <TextField
          label={t("form.password")}
          {...said("password")}
          value={secrets.password}
          onChange={set("password")}
          isSecret
          isNewSecret
        />
      )}
    </>
  );
}
