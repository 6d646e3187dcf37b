import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { printable } from "../../../../shared/format/printable.ts";
import type { DiskView } from "../../../../shared/model/health-view.ts";
import { Band } from "../../../components/band.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { addressOfDisk } from "../model/storage-address.ts";
import { temperatureNow } from "../model/temperature-now.ts";
import { useFindingWords } from "../model/use-finding-words.ts";
import { useStorageWords } from "../model/use-storage-words.ts";
import { Standing, useVerdictWord } from "../standing.tsx";
import styles from "./disks-band.module.css";
import { TemperatureLine } from "./temperature-line.tsx";

/** All disks of a host, the worst first: what to find each by, how it is, and why. */
export function DisksBand({ disks }: { readonly disks: readonly DiskView[] }) {
  const { t } = useTranslation("storage");
  const hasTemperature = disks.some(({ metrics }) => metrics.temperatureC !== null);
  const hasSlots = disks.some(({ place }) => place.slot !== null);
  return (
    <Band
      heading={t("disks.heading")}
      {...(disks.length > 0 ? { caption: t("disks.caption", { count: disks.length }) } : {})}
      {...(hasTemperature ? { end: t("disks.temperatureSpan") } : {})}
    >
      {disks.length === 0 ? (
        <p className={styles.none}>{t("disks.none")}</p>
      ) : (
        <Sideways label={t("disks.heading")} least={660}>
          <table className={styles.table}>
            <thead>
              <tr>
                {hasSlots && (
                  <th scope="col" className={styles.slotColumn}>
                    {t("disks.slot")}
                  </th>
                )}
                <th scope="col" className={styles.diskColumn}>
                  {t("disks.disk")}
                </th>
                <th scope="col" className={styles.verdictColumn}>
                  {t("disks.verdict")}
                </th>
                <th scope="col">{t("disks.why")}</th>
                <th scope="col" className={styles.temperatureColumn}>
                  {t("disks.temperature")}
                </th>
                <th scope="col" className={styles.numberColumn}>
                  {t("disks.inUse")}
                </th>
                <th scope="col" className={styles.testColumn}>
                  {t("disks.selfTest")}
                </th>
              </tr>
            </thead>
            <tbody>
              {disks.map((disk) => (
                <DiskRow key={disk.id} disk={disk} hasSlots={hasSlots} />
              ))}
            </tbody>
          </table>
        </Sideways>
      )}
    </Band>
  );
}

function DiskRow({ disk, hasSlots }: { readonly disk: DiskView; readonly hasSlots: boolean }) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const words = useStorageWords();
  const verdictWord = useVerdictWord();
  const describe = useFindingWords();
  const { identity, place, verdict, lastVerdict, metrics, selfTest } = disk;
  const worst = disk.findings[0];
  // without a serial number it is known by its place
  const known = identity.serial ?? (place.device === null ? disk.name : null);
  const age = words.age(metrics.powerOnHours);
  const temperatureC = temperatureNow(disk);
  return (
    <tr data-verdict={verdict}>
      {hasSlots && <td className={styles.slot}>{place.slot === null ? "" : printable(place.slot)}</td>}
      <td>
        <Link to={addressOfDisk(disk.id)} className={styles.name ?? ""}>
          {printable(words.disk(disk))}
        </Link>
        <span className={styles.sub}>
          {known !== null && <span className="serial">{printable(known)}</span>}
          {place.device !== null && <span>{printable(place.device)}</span>}
          {metrics.wornPercent !== null && <span>{t("disks.worn", { value: metrics.wornPercent })}</span>}
        </span>
      </td>
      <td>
        <Standing verdict={verdict} />
        {lastVerdict !== verdict && (
          <span className={styles.sub}>{t("disks.wasVerdict", { verdict: verdictWord(lastVerdict) })}</span>
        )}
      </td>
      <td className={styles.why}>{worst === undefined ? "" : describe(worst).what}</td>
      <td>
        <span className={styles.temperature}>
          {metrics.temperatureC !== null && !disk.isVanished && <TemperatureLine diskId={disk.id} />}
          {temperatureC === null ? (
            <span className={styles.noReading}>{t("disks.noReading")}</span>
          ) : (
            <span>{t("disks.celsius", { value: temperatureC })}</span>
          )}
        </span>
      </td>
      <td className={styles.number}>
        {age ?? <span className={styles.noReading}>{t("disks.noReading")}</span>}
      </td>
      <td>
        {selfTest === null ? (
          <span className={styles.noReading}>{t("disks.noSelfTest")}</span>
        ) : (
          format.facts([
            t(`selfTest.${selfTest.outcome}`),
            ...(selfTest.outcome === "running" && selfTest.remainingPercent !== null
              ? [t("selfTest.left", { percent: selfTest.remainingPercent })]
              : []),
          ])
        )}
      </td>
    </tr>
  );
}
