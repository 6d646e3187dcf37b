import { useTranslation } from "react-i18next";
import { Band } from "../../components/band.tsx";
import { useFormat } from "../../components/use-format.ts";
import { shownCounts } from "./job-counts.ts";
import styles from "./job-numbers.module.css";

/** What a job came to, in the order in which one asks. */
export function JobNumbers({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const { t } = useTranslation("activity");
  const format = useFormat();
  const shown = shownCounts(counts);
  if (shown.length === 0) return null;
  return (
    <Band heading={t("numbers")} caption={t("numbersCaption")}>
      <dl className={styles.numbers}>
        {shown.map(({ name, value, isBytes }) => (
          <div key={name}>
            <dt>{t(`count.${name}`)}</dt>
            <dd>{isBytes ? format.bytes(value) : format.count(value)}</dd>
          </div>
        ))}
      </dl>
    </Band>
  );
}
