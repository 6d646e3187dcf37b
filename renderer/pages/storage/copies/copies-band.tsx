import { useTranslation } from "react-i18next";
import type { WatchedHostId } from "../../../../shared/ids.ts";
import type { ReadingBack } from "../../../../shared/model/reading-back.ts";
import type { Survival } from "../../../../shared/model/survival.ts";
import { Band } from "../../../components/band.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { useCall } from "../../../host/use-call.ts";
import styles from "./copies-band.module.css";
import { ReadBackDays } from "./read-back-days.tsx";
import { ReadBackNote } from "./read-back-note.tsx";
import { ReadFromSelect } from "./read-from-select.tsx";
import { StandingSelect } from "./standing-select.tsx";

type Place = Survival["places"][number];

/** Where a host stands, which copies lie on it, and how far they are read back. With this computer, those on no watched host, too. */
export function CopiesBand({ hostId }: { readonly hostId: WatchedHostId }) {
  const { t } = useTranslation("copies");
  const survival = useCall("survival.get", {});
  const readings = useCall("readingBack.list", {});
  if (survival.kind !== "ready" || readings.kind !== "ready") return null;
  const { places, hosts } = survival.value;
  const host = hosts.find((one) => one.hostId === hostId);
  if (host === undefined) return null;
  const { repositories } = readings.value;
  const own = places.filter((place) => place.hostId === hostId);
  const others = host.isThisComputer ? places.filter((place) => place.hostId === null) : [];
  const days = repositories[0]?.days ?? null;
  // it is for all repositories: shown where there is something to be read
  const isReadBack = repositories.length > 0 && own.length + others.length > 0;
  const hasChoice =
    isReadBack && new Set(repositories.map((one) => one.repositoryId)).size < repositories.length;
  return (
    <>
      <Band heading={t("heading")} caption={t("caption")}>
        <div className={styles.top}>
          {!host.isThisComputer && (
            <div>
              <StandingSelect
                label={t("hostStands", { name: host.name })}
                isLabelSeen
                subject={{ hostId }}
                standing={host.standing}
                otherwise={t("stands.notSaid")}
              />
            </div>
          )}
          {isReadBack && (
            <div>
              <ReadBackDays days={days} />
            </div>
          )}
          {hasChoice && (
            <div>
              <ReadFromSelect />
            </div>
          )}
        </div>
        {hasChoice && <p className={styles.hint}>{t("readFromHint")}</p>}
        {host.isThisComputer && <p className={styles.hint}>{t("here")}</p>}
        {host.standing === null && <p className={styles.hint}>{t("notSaidHint")}</p>}
        {own.length === 0 ? (
          <p className={styles.hint}>{t("none")}</p>
        ) : (
          <Copies places={own} hostName={host.name} readings={repositories} />
        )}
        {isReadBack && <p className={styles.hint}>{t("everyHint")}</p>}
      </Band>
      {others.length > 0 && (
        <Band heading={t("elsewhereHeading")}>
          <Copies places={others} hostName={null} readings={repositories} />
        </Band>
      )}
    </>
  );
}

type CopiesProps = {
  readonly places: readonly Place[];
  /** Null: on no machine that is watched. */
  readonly hostName: string | null;
  readonly readings: readonly ReadingBack[];
};

function Copies({ places, hostName, readings }: CopiesProps) {
  const { t } = useTranslation("copies");
  return (
    <Sideways label={t("heading")} least={560}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("column.name")}</th>
            <th scope="col">{t("column.stands")}</th>
            <th scope="col">{t("column.readBack")}</th>
          </tr>
        </thead>
        <tbody>
          {places.map(({ replicaId, name, standing }) => {
            const reading = readings.find((one) => one.replicaId === replicaId);
            return (
              <tr key={replicaId}>
                <td className={styles.name}>{name}</td>
                <td>
                  <StandingSelect
                    label={t("placeStands", { name })}
                    isLabelSeen={false}
                    subject={{ replicaId }}
                    standing={standing}
                    otherwise={
                      hostName === null ? t("stands.notSaid") : t("stands.asHost", { host: hostName })
                    }
                  />
                </td>
                <td>{reading !== undefined && <ReadBackNote reading={reading} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Sideways>
  );
}
