import { useTranslation } from "react-i18next";
import type { SourceStatus } from "../../../shared/model/overview.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { gravestDamage } from "../../components/repair/damage-of.ts";
import { useFormat } from "../../components/use-format.ts";
import { protectionAt } from "./headline.ts";

/** @returns what says, for one source, when its next backup is due or how late it is */
export function useDueWords(repositories: readonly RepositoryView[]): (status: SourceStatus) => string {
  const { t } = useTranslation("overview");
  const format = useFormat();
  return (status) => {
    const protection = protectionAt(status, format.nowMs);
    const { deadlineMs } = status;
    const isLate = deadlineMs !== null && deadlineMs < format.nowMs;
    if (protection === "unknown") return t("sources.unknown");
    if (protection === "damaged") return t(`sources.${gravestDamage(repositories) ?? "damaged"}`);
    if (protection === "unplanned") return t("sources.unplanned");
    if (protection === "waiting") return t("sources.waiting");
    if (isLate)
      return t("sources.overdueBy", { span: format.span(Math.max(60_000, format.nowMs - deadlineMs)) });
    if (deadlineMs === null) return t("sources.noDeadline");
    return t("sources.dueIn", { when: format.relative(deadlineMs) });
  };
}
