import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { MomentReport } from "../../../shared/model/moment.ts";
import { describeMoment } from "../../../shared/words/moment.ts";
import { Band } from "../../components/band.tsx";
import { MiddleText } from "../../components/middle-text.tsx";
import { useLanguage } from "../../words/use-language.ts";
import styles from "./job-moment.module.css";

/** Whether a backup was read as of one moment, and what it means where it was not. */
export function JobMoment({ moment }: { readonly moment: MomentReport }) {
  const { t } = useTranslation("activity");
  const { lead, meaning, live, taken } = describeMoment(moment, useLanguage());
  const rows = [
    ...live.map(({ path, why }) => ({ path, text: why })),
    ...taken.map(({ path, how }) => ({ path, text: how })),
  ];
  return (
    <Band heading={t("momentHeading")} caption={t("momentCaption")}>
      <p className={styles.lead}>{lead}</p>
      {meaning !== undefined && <p className={styles.lead}>{meaning}</p>}
      <ul className={styles.parts}>
        {rows.map(({ path, text }) => (
          <li key={`${path}\n${text}`}>
            {path !== "" && <MiddleText text={printable(path)} />}
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </Band>
  );
}
