import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import { enGaps } from "../../../../shared/words/en-gaps.ts";
import { describeGapHelp, describeMissingPrograms } from "../../../../shared/words/missing-programs.ts";
import { zhGaps } from "../../../../shared/words/zh-gaps.ts";
import { Band } from "../../../components/band.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useLanguage } from "../../../words/use-language.ts";
import { type GapGroup, groupGaps, type KnownGap } from "../model/group-gaps.ts";
import styles from "./host-gaps.module.css";

/** A page of device names helps nobody. */
const ABOUTS_AT_MOST = 8;

/** What of a host could not be read, why, and how to mend that. Nothing when there is no such thing. */
export function HostGaps({ gaps }: { readonly gaps: readonly KnownGap[] }) {
  const { t } = useTranslation("storage");
  if (gaps.length === 0) return null;
  return (
    <Band heading={t("gaps.heading")} caption={t("gaps.caption")}>
      <GapList gaps={gaps} />
    </Band>
  );
}

export function GapList({ gaps }: { readonly gaps: readonly KnownGap[] }) {
  return (
    <ul className={styles.gaps}>
      {groupGaps(gaps).map((group) => (
        <GapItem key={group.reason} group={group} />
      ))}
    </ul>
  );
}

function GapItem({ group }: { readonly group: GapGroup }) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const language = useLanguage();
  const { why } = (language === "zh" ? zhGaps : enGaps)[group.reason];
  const help =
    group.reason === "tool-missing"
      ? describeMissingPrograms(group.programs, language)
      : describeGapHelp({ reason: group.reason, about: null }, language);
  const { abouts, messages } = group;
  const more = abouts.length - ABOUTS_AT_MOST;
  const names = [
    ...abouts.slice(0, ABOUTS_AT_MOST).map((about) => printable(about)),
    ...(more > 0 ? [t("gaps.more", { count: more })] : []),
  ];
  return (
    <li className={styles.gap}>
      <VerdictShape verdict="unknown" size={15} />
      <div>
        <p className={styles.why}>{why.charAt(0).toUpperCase() + why.slice(1)}</p>
        {names.length > 0 && (
          <p className={styles.about}>{t("gaps.about", { names: format.names(names) })}</p>
        )}
        {messages.slice(0, 2).map((message) => (
          <p key={message} className={styles.about}>
            {t("gaps.said", { message: printable(message) })}
          </p>
        ))}
        <p>{help}</p>
      </div>
    </li>
  );
}
