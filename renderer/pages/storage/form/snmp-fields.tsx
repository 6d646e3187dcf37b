import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SNMP_BOXES, SNMP_CIPHERS, SNMP_HASHES } from "../../../../shared/model/snmp-setup.ts";
import type { WatchedHostSecret } from "../../../../shared/model/watched-host.ts";
import fieldRow from "../../../components/field-row.module.css";
import { TextField } from "../../../components/text-field.tsx";
import { VerdictShape } from "../../../components/verdict.tsx";
import styles from "./host-dialog.module.css";
import type { HostForm, SnmpVersion } from "./host-form.ts";
import { BOX_NAMES, CIPHER_NAMES, HASH_NAMES } from "./snmp-names.ts";

type SnmpFieldsProps = {
  readonly form: HostForm;
  /** Secrets that are in the key store already, and hold for what is in the form. */
  readonly kept: readonly WatchedHostSecret[];
  readonly isMoved: boolean;
  readonly onChange: (part: Partial<HostForm>) => void;
};

const VERSIONS: readonly SnmpVersion[] = ["v3", "v2c"];
const ANY_BOX = "any";

/** Where a storage box is, and how it is asked over SNMP. Secrets that are kept are not here, and cannot be shown. */
export function SnmpFields({ form, kept, isMoved, onChange }: SnmpFieldsProps) {
  const { t } = useTranslation("snmp");
  const { t: storage } = useTranslation("storage");
  const { address, port, user, snmp, secrets } = form;
  const { version, hash, cipher, box } = snmp;
  const changeSnmp = (part: Partial<HostForm["snmp"]>) => onChange({ snmp: { ...snmp, ...part } });
  const secret = (name: "hashPassword" | "cipherPassword" | "community") => (
    <TextField
      label={t(name)}
      description={kept.includes(name) ? storage("form.kept") : t(`${name}Hint`)}
      value={secrets[name]}
      onChange={(text) => onChange({ secrets: { ...secrets, [name]: text } })}
      isSecret
      isNewSecret
    />
  );
  return (
    <>
      <div className={`${fieldRow.row} ${styles.where}`}>
        <TextField
          label={storage("form.address")}
          description={t("addressHint")}
          value={address}
          onChange={(text) => onChange({ address: text })}
        />
        <TextField label={storage("form.port")} value={port} onChange={(text) => onChange({ port: text })} />
      </div>
      <div className={`${fieldRow.row} ${styles.pair}`}>
        <NativeSelect
          label={t("box")}
          value={box ?? ANY_BOX}
          data={[
            { value: ANY_BOX, label: t("anyBox") },
            ...SNMP_BOXES.map((value) => ({ value, label: BOX_NAMES[value] })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            changeSnmp({ box: SNMP_BOXES.find((one) => one === value) ?? null })
          }
        />
        <NativeSelect
          label={t("version")}
          value={version}
          data={VERSIONS.map((value) => ({ value, label: t(`versions.${value}`) }))}
          onChange={({ currentTarget }) => changeSnmp({ version: currentTarget.value as SnmpVersion })}
        />
      </div>
      {isMoved && <p className={styles.hint}>{t("moved")}</p>}
      {version === "v2c" ? (
        <>
          <p className={styles.line} role="note">
            <VerdictShape verdict="warning" size={15} />
            <span>{t("insecure")}</span>
          </p>
          {secret("community")}
        </>
      ) : (
        <>
          <TextField
            label={t("user")}
            description={t("userHint")}
            value={user}
            onChange={(text) => onChange({ user: text })}
          />
          <div className={`${fieldRow.row} ${styles.secured}`}>
            {secret("hashPassword")}
            <NativeSelect
              label={t("hash")}
              value={hash}
              data={SNMP_HASHES.map((value) => ({ value, label: HASH_NAMES[value] }))}
              onChange={({ currentTarget }) => changeSnmp({ hash: currentTarget.value as typeof hash })}
            />
            {secret("cipherPassword")}
            <NativeSelect
              label={t("cipher")}
              value={cipher}
              data={SNMP_CIPHERS.map((value) => ({ value, label: CIPHER_NAMES[value] }))}
              onChange={({ currentTarget }) => changeSnmp({ cipher: currentTarget.value as typeof cipher })}
            />
          </div>
        </>
      )}
    </>
  );
}
