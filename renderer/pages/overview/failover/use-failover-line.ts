import { useTranslation } from "react-i18next";
import { byGravity, failoverStanding } from "../../../../shared/failover-standing.ts";
import { printable } from "../../../../shared/format/printable.ts";
import { useFormat } from "../../../components/use-format.ts";
import { useCall } from "../../../host/use-call.ts";

/** @returns what is out of the ordinary about the replicas of the repository that is worst off, as a sentence; else undefined */
export function useFailoverLine(): string | undefined {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const sets = useCall("failover.list", {});
  const views = sets.kind === "ready" ? sets.value.repositories : [];
  const standingOf = (view: (typeof views)[number]) => failoverStanding(view, format.nowMs);
  const [view] = byGravity(views, standingOf);
  if (view === undefined) return undefined;
  const { kind, replicaIds } = standingOf(view);
  const nameOf = (id: string) => printable(view.replicas.find((replica) => replica.id === id)?.name ?? "");
  const names = format.list(replicaIds.map(nameOf));
  const [active, usual] = [nameOf(view.activeId), nameOf(view.usualId)];
  const values = { active, usual, names, name: printable(view.name), count: replicaIds.length };
  switch (kind) {
    case "stuck":
      return t("line.stuck", values);
    case "suspect":
      return t("line.suspect", values);
    case "moving":
      return t("line.moving", values);
    case "away":
      return t("line.away", values);
    case "mending":
      return t("line.mending", values);
    case "recovering":
    case "waits-for-person":
      return t("line.back", values);
    case "standby-trouble":
    case "copy-fails":
      return t("line.standbyTrouble", values);
    case "behind":
      return t("line.behind", values);
    default:
      return undefined;
  }
}
