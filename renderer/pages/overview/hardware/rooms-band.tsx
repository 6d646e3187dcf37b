import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { Room } from "../../../../shared/model/overview-health.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import { Band } from "../../../components/band.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { RoomChart } from "./room-chart.tsx";
import styles from "./rooms-band.module.css";

const MOST_ROOMS = 3;
/** Below this share of room it is soon full. */
const FEW = 0.05;

type RoomsBandProps = {
  readonly rooms: readonly Room[];
  readonly repositories: readonly RepositoryView[];
};

/** How the room for backups went in the last month, and when there is none any more. */
export function RoomsBand({ rooms, repositories }: RoomsBandProps) {
  const { t } = useTranslation("hardware");
  const places = new Map(
    repositories.flatMap(({ name, replicas }) =>
      replicas.map((replica) => [replica.id, replicas.length > 1 ? replica.name : name] as const),
    ),
  );
  return (
    <Band heading={t("room.heading")} {...(rooms.length > 0 ? { caption: t("room.caption") } : {})}>
      {rooms.length === 0 ? (
        <p className={styles.none}>{t("room.none")}</p>
      ) : (
        <ul>
          {rooms.slice(0, MOST_ROOMS).map((room) => (
            <RoomRow
              key={room.subjectId}
              room={room}
              places={room.replicaIds.flatMap((id) => places.get(id) ?? [])}
            />
          ))}
        </ul>
      )}
    </Band>
  );
}

function RoomRow({ room, places }: { readonly room: Room; readonly places: readonly string[] }) {
  const { t } = useTranslation("hardware");
  const format = useFormat();
  const { path, hostName, sizeBytes, freeBytes, isStale, full } = room;
  const where = format.names([printable(hostName), printable(path)]);
  const isFew = sizeBytes > 0 && freeBytes / sizeBytes < FEW;
  return (
    <li className={styles.room}>
      <div className={styles.words}>
        <span className={styles.name}>{places.length > 0 ? format.names(places.map(printable)) : where}</span>
        <span className={styles.line} data-few={isFew}>
          {t("room.free", { free: format.bytes(freeBytes), size: format.bytes(sizeBytes) })}
        </span>
        <span className={styles.line}>{isStale ? t("room.old") : forecastWords()}</span>
      </div>
      <RoomChart room={room} />
    </li>
  );

  function forecastWords(): string {
    const { kind, likelyMs, earliestMs, latestMs } = full;
    if (kind === "not-enough-data") return t("room.notEnough");
    if (kind === "not-coming") return t("room.notComing");
    if (kind === "none" || likelyMs === null) return "";
    const when = format.date(likelyMs);
    if (earliestMs === null) return t("room.expected", { when });
    const earliest = format.date(earliestMs);
    return latestMs === null
      ? t("room.after", { when, earliest })
      : t("room.between", { when, earliest, latest: format.date(latestMs) });
  }
}
