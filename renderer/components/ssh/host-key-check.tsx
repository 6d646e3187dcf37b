import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./ssh.module.css";

type HostKeyCheckProps = {
  /** Type and fingerprint of the key the machine shows. */
  readonly hostKey: string;
  /** The key it was known by; null for a machine that is new. */
  readonly pinned: string | null;
  readonly isCompared: boolean;
  readonly onCompared: (isCompared: boolean) => void;
};

/** Prints the keys that sshd shows, on the host itself. */
const PRINT_KEYS = "for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done";

/** The key a machine shows, to be compared by a person before it is relied on. */
export function HostKeyCheck({ hostKey, pinned, isCompared, onCompared }: HostKeyCheckProps) {
  const { t } = useTranslation("storage");
  return (
    <>
      <h3>{t("form.keyHeading")}</h3>
      <output className={styles.fingerprint}>{hostKey}</output>
      {hostKey === pinned ? (
        <p className={styles.hint}>{t("form.keySame")}</p>
      ) : (
        <>
          <p className={styles.hint}>
            {t("form.keyHint")} <code>{PRINT_KEYS}</code>
          </p>
          <Checkbox
            label={t("form.keyTrusted")}
            checked={isCompared}
            onChange={({ currentTarget }) => onCompared(currentTarget.checked)}
          />
        </>
      )}
    </>
  );
}
