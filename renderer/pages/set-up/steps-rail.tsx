import { useTranslation } from "react-i18next";
import { Icon } from "../../components/icon.tsx";
import styles from "./steps-rail.module.css";

export const SET_UP_STEPS = ["what", "where", "when", "ready"] as const;
export type SetUpStep = (typeof SET_UP_STEPS)[number];

type StepsRailProps = {
  readonly step: SetUpStep;
  readonly notes: Readonly<Record<SetUpStep, string>>;
};

/** How far the set-up is. */
export function StepsRail({ step, notes }: StepsRailProps) {
  const { t } = useTranslation("setUp");
  const at = SET_UP_STEPS.indexOf(step);
  return (
    <nav className={styles.rail} aria-label={t("steps.label")}>
      <h2>{t("steps.title")}</h2>
      <p>{t("steps.text")}</p>
      <ol>
        {SET_UP_STEPS.map((name, n) => (
          <li
            key={name}
            data-state={n < at ? "done" : n === at ? "now" : "next"}
            aria-current={n === at ? "step" : undefined}
          >
            <i aria-hidden="true">{n < at ? <Icon name="tick" size={12} /> : n + 1}</i>
            <span>
              <b>{t(`steps.${name}`)}</b>
              <span className={styles.note}>{notes[name]}</span>
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
