import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OverviewHealth } from "../../../../shared/model/overview-health.ts";
import { Band } from "../../../components/band.tsx";
import styles from "./health-band.module.css";
import { healthCaption } from "./health-caption.ts";
import { HostStripRow } from "./host-strip-row.tsx";
import { neediestFirst } from "./strip-order.ts";

const MOST_HOSTS = 6;

/** Disks and arrays, a row for each host: the disks as they sit, and in a word how they are. */
export function HealthBand({ health }: { readonly health: OverviewHealth }) {
  const { t } = useTranslation("hardware");
  const hosts = neediestFirst(health);
  const caption = healthCaption(health);
  return (
    <Band
      heading={t("strip.heading")}
      caption={
        caption.kind === "count"
          ? t(`strip.${caption.word}`, { count: caption.count })
          : t(`strip.${caption.word}`)
      }
      end={<Link to="/storage">{t("strip.link")}</Link>}
    >
      {hosts.length === 0 ? (
        <p className={styles.none}>{t("strip.none")}</p>
      ) : (
        <ul>
          {hosts.slice(0, MOST_HOSTS).map((host) => (
            <HostStripRow
              key={host.id}
              host={host}
              troubles={health.troubles.filter(({ hostId }) => hostId === host.id)}
            />
          ))}
        </ul>
      )}
      {hosts.length > MOST_HOSTS && (
        <p className={styles.none}>
          <Link to="/storage">{t("strip.more", { count: hosts.length - MOST_HOSTS })}</Link>
        </p>
      )}
    </Band>
  );
}
