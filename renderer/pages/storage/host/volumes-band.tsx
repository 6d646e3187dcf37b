import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { VolumeView } from "../../../../shared/model/health-view.ts";
import { Band } from "../../../components/band.tsx";
import { MiddleText } from "../../../components/middle-text.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useStorageWords } from "../model/use-storage-words.ts";
import styles from "./volumes-band.module.css";

/** From here on a file system is nearly full. */
const NEARLY_FULL_PERCENT = 95;
/** File entries are worth a word only when they run out. */
const INODES_PERCENT = 80;

/** The file systems of a host: how full they are, and when they will be. */
export function VolumesBand({ volumes }: { readonly volumes: readonly VolumeView[] }) {
  const { t } = useTranslation("storage");
  return (
    <Band heading={t("volumes.heading")} caption={t("volumes.caption")}>
      <Sideways label={t("volumes.heading")} least={520}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("volumes.path")}</th>
              <th scope="col" className={styles.barColumn}>
                {t("volumes.used")}
              </th>
              <th scope="col" className={styles.freeColumn}>
                {t("volumes.free")}
              </th>
              <th scope="col">{t("volumes.forecast")}</th>
            </tr>
          </thead>
          <tbody>
            {volumes.map((volume) => (
              <VolumeRow key={volume.id} volume={volume} />
            ))}
          </tbody>
        </table>
      </Sideways>
    </Band>
  );
}

function VolumeRow({ volume }: { readonly volume: VolumeView }) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const words = useStorageWords();
  const { sizeBytes, freeBytes, inodesUsedPercent, fileSystem } = volume;
  const usedShare = sizeBytes === 0 ? 0 : Math.min(1, 1 - freeBytes / sizeBytes);
  const percent = Math.floor(usedShare * 100);
  return (
    <tr>
      <td>
        <span className={styles.path}>
          <MiddleText text={printable(volume.path)} />
        </span>
        <span className={styles.sub}>
          {printable([volume.source, ...(fileSystem === null ? [] : [fileSystem])].join(" · "))}
        </span>
      </td>
      <td>
        <span
          className={styles.bar}
          role="img"
          aria-label={t("volumes.bar", { percent })}
          data-full={percent >= NEARLY_FULL_PERCENT}
        >
          <i style={{ transform: `scaleX(${usedShare})` }} />
        </span>
        <span className={styles.sub}>{format.percent(usedShare)}</span>
      </td>
      <td>{t("volumes.freeOf", { free: format.bytes(freeBytes), size: format.bytes(sizeBytes) })}</td>
      <td className={styles.forecast}>
        {words.full(volume.full)}
        {inodesUsedPercent !== null && inodesUsedPercent >= INODES_PERCENT && (
          <span className={styles.sub}>
            {t("volumes.inodes", { percent: Math.floor(inodesUsedPercent) })}
          </span>
        )}
        {volume.isStale && (
          <span className={styles.sub}>{t("volumes.old", { when: format.relative(volume.readMs) })}</span>
        )}
      </td>
    </tr>
  );
}
