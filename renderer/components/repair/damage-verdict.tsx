import { useTranslation } from "react-i18next";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { useFormat } from "../use-format.ts";
import { Verdict } from "../verdict.tsx";

type DamageVerdictProps = { readonly repository: Pick<RepositoryView, "damageFoundMs" | "repair"> };

/** What is known of damage in a repository: that it was found, or what a repair made of it and what would prove that. */
export function DamageVerdict({ repository: { damageFoundMs, repair } }: DamageVerdictProps) {
  const { t } = useTranslation("repair");
  const format = useFormat();
  if (damageFoundMs === null) return null;
  if (repair === null) {
    return <Verdict verdict="failed" word={t("found", { when: format.momentInText(damageFoundMs) })} />;
  }
  const when = format.momentInText(repair.endedMs);
  return repair.isLacking ? (
    <Verdict verdict="warning" word={t("repairedLacking", { when })} />
  ) : (
    <Verdict verdict="unknown" word={t("repairedWhole", { when })} />
  );
}
