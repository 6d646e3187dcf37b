import { useTranslation } from "react-i18next";
import type { FailoverView, ReplicaView } from "../../../../shared/model/failover.ts";
import { useFormat } from "../../../components/use-format.ts";
import { roleOf } from "./replica-role.ts";

export type ReplicaFacts = {
  readonly role: string;
  readonly beat: string;
  readonly lag: string;
  readonly room: string;
};

/** @returns what makes the words about one replica: the same below the picture and in the table for those who do not see it */
export function useReplicaFacts(view: FailoverView): (replica: ReplicaView) => ReplicaFacts {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const { settings } = view;

  const beatOf = ({ fault, wellSinceMs, lastBeatMs, beatTookMs }: ReplicaView): string => {
    if (lastBeatMs === null) return t("pair.notAsked");
    const isSilent = format.nowMs - lastBeatMs > Math.max(settings.silenceMs, 2 * settings.beatEveryMs);
    if (isSilent) return t("pair.silent", { when: format.momentInText(lastBeatMs) });
    if (fault !== null)
      return t(fault.kind === "unreachable" ? "pair.noAnswer" : "pair.trouble", {
        when: format.momentInText(fault.atMs),
      });
    return beatTookMs === null || (wellSinceMs === null && beatTookMs === 0)
      ? t("pair.notAsked")
      : t("pair.answers", { ms: format.count(Math.max(1, beatTookMs)) });
  };
  return (replica) => {
    const { lag, freeBytes, fault, role } = replica;
    return {
      role: t(`pair.role.${roleOf(replica, view).words}`, {
        fault: fault === null ? "" : t(`fault.${fault.kind}`),
      }),
      beat: beatOf(replica),
      lag:
        role === "active"
          ? "–"
          : lag === null
            ? t("pair.notCompared")
            : lag.snapshots === 0
              ? t("pair.nothingBehind")
              : t("pair.waitsSnapshots", { count: lag.snapshots }),
      room: freeBytes === null ? t("pair.roomUnknown") : t("pair.free", { free: format.bytes(freeBytes) }),
    };
  };
}
