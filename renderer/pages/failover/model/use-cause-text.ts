import { useTranslation } from "react-i18next";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { Cause } from "../../../../shared/model/failover.ts";

const ORDERED = { person: "cause.ordered", schedule: "cause.scheduled", drill: "cause.drill" } as const;

/**
 * @param isCounted whether it is said how often a fault was met
 * @returns what makes part of a sentence of a cause: `Synology cannot be reached`
 */
export function useCauseText(isCounted = true): (cause: Cause, nameOf: (id: ReplicaId) => string) => string {
  const { t } = useTranslation("failover");
  return (cause, nameOf) => {
    switch (cause.kind) {
      case "fault": {
        const values = { name: nameOf(cause.replicaId), fault: t(`fault.${cause.fault}`) };
        return isCounted && cause.times > 1
          ? t("cause.faultTimes", { ...values, times: cause.times })
          : t("cause.fault", values);
      }
      case "well-again":
        return t("cause.wellAgain", { name: nameOf(cause.replicaId) });
      case "ordered":
        return t(ORDERED[cause.by]);
      case "done":
        return t("cause.done");
      case "failed":
        return t("cause.failed", { name: nameOf(cause.replicaId) });
      case "other-installation":
        return t("cause.otherInstallation");
      case "members-changed":
        return t("cause.membersChanged");
    }
  };
}
