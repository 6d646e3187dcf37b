import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { printable } from "../../../../shared/format/printable.ts";
import type { DiskView } from "../../../../shared/model/health-view.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { useFormat } from "../../../components/use-format.ts";
import { addressOfHost } from "../model/storage-address.ts";
import { useStorageWords } from "../model/use-storage-words.ts";
import { ConnectionRow } from "./connection-row.tsx";
import styles from "./disk-page.module.css";

type FindItProps = { readonly disk: DiskView; readonly host: WatchedHost | undefined };

/** What is printed on the disk and where it sits, for the hands that have to take it out. */
export function FindIt({ disk, host }: FindItProps) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const words = useStorageWords();
  const { identity, place, medium, metrics, arrays } = disk;
  const size = identity.sizeBytes === null ? [] : [format.bytes(identity.sizeBytes)];
  // a serial number and a slot that nobody said are worth knowing, too; the rest is left out then
  const rows: readonly (readonly [word: string, value: string | null, isStrong?: boolean])[] = [
    [t("disk.serial"), identity.serial ?? t("disk.notSaid"), true],
    [t("disk.slot"), place.slot ?? t("disk.notSaid"), true],
    [t("disk.host"), host?.name ?? null],
    [t("disk.enclosure"), place.enclosure],
    [t("disk.controller"), place.controller],
    [t("disk.device"), place.device],
    [t("disk.model"), identity.model],
    [t("disk.firmware"), identity.firmware],
    [t("disk.wwn"), identity.wwn],
    [t("disk.size"), format.facts([...size, t(`disk.medium.${medium}`)])],
    [t("disk.inUse"), words.age(metrics.powerOnHours) ?? null],
  ];
  return (
    <dl className={styles.find}>
      {rows.map(
        ([word, value, isStrong = false]) =>
          value !== null && (
            <Fragment key={word}>
              <dt>{word}</dt>
              <dd className="serial" data-strong={isStrong}>
                {printable(value)}
              </dd>
            </Fragment>
          ),
      )}
      <ConnectionRow disk={disk} />
      {arrays.length > 0 && (
        <>
          <dt>{t("disk.arrays")}</dt>
          <dd className={styles.arrays}>
            {arrays.map(({ id, name }) => (
              <Link key={id} to={addressOfHost(disk.hostId, id)}>
                {printable(name)}
              </Link>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
