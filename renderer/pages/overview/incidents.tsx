import { useTranslation } from "react-i18next";
import type { Overview } from "../../../shared/model/overview.ts";
import { Icon } from "../../components/icon.tsx";
import { useFormat } from "../../components/use-format.ts";
import styles from "./incidents.module.css";

const KNOWN = [
  "JOB_FAILED",
  "JOB_HAD_PROBLEMS",
  "CHANGE_SUSPICIOUS",
  "SOURCE_ROTTED",
  "SOURCE_OVERDUE",
  "REPOSITORY_UNREACHABLE",
] as const;

/** What went wrong lately and is over, a line each. */
export function Incidents({ incidents }: { readonly incidents: Overview["incidents"] }) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  if (incidents.length === 0) return <p className={styles.none}>{t("incidents.none")}</p>;
  return (
    <ul>
      {incidents.map(({ atMs, endedMs, alertCode, about }) => (
        <li key={`${atMs}${alertCode}${about}`} className={styles.incident}>
          <span className={styles.date}>{format.date(atMs)}</span>
          <Icon name="tick" size={13} />
          <span className={styles.words}>
            {t(`incidents.${KNOWN.find((code) => code === alertCode) ?? "other"}`, {
              about,
              span: format.span(Math.max(60_000, endedMs - atMs)),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
