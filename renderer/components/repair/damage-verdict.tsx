import { useTranslation } from "react-i18next";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { useFormat } from "../use-format.ts";
import { Verdict } from "../verdict.tsx";
import { damageOf } from "./damage-of.ts";
import styles from "./damage-verdict.module.css";

const VERDICTS = { lacking: "warning", unproven: "unknown" } as const;

type DamageVerdictProps = { readonly repository: Pick<RepositoryView, "damageFoundMs" | "repair"> };

/** What is known of damage in a repository: that it was found, or what a repair made of it and what would prove that. */
export function DamageVerdict({ repository }: DamageVerdictProps) {
  const { t } = useTranslation("repair");
  const format = useFormat();
  const damage = damageOf(repository);
  const { damageFoundMs, repair } = repository;
  if (damage === undefined || damageFoundMs === null) return null;
  if (damage === "damaged" || repair === null) {
    return <Verdict verdict="failed" word={t("found", { when: format.momentInText(damageFoundMs) })} />;
  }
  const when = format.momentInText(repair.endedMs);
  return (
    <span className={styles.damage}>
      <Verdict verdict={VERDICTS[damage]} word={t(`repaired.${damage}`, { when })} />
      <span>{t(`proof.${damage}`)}</span>
    </span>
  );
}
