import { useTranslation } from "react-i18next";
import type { DiskView, Forecast } from "../../../../shared/model/health-view.ts";
import { useFormat } from "../../../components/use-format.ts";
import { diskAge } from "./disk-age.ts";

/** @returns words that several parts of the page share */
export function useStorageWords() {
  const { t } = useTranslation("storage");
  const format = useFormat();
  /** Of a forecast, near times with their hour and far ones without. */
  const when = (timeMs: number) =>
    Math.abs(timeMs - format.nowMs) < NEAR_MS ? format.momentInText(timeMs) : format.date(timeMs);
  return {
    when,
    /** `4 y 2 m`; undefined where nobody knows. */
    age(powerOnHours: number | null): string | undefined {
      if (powerOnHours === null) return undefined;
      const age = diskAge(powerOnHours);
      if (age.unit === "years") return t("disks.years", age);
      return age.unit === "months" ? t("disks.months", age) : t("disks.days", age);
    },
    /** `4 TB IronWolf`, as one calls a disk. */
    disk({ identity }: Pick<DiskView, "identity">): string {
      // a unit does not go to the next line without its number
      const size = identity.sizeBytes === null ? "" : format.bytes(identity.sizeBytes).replace(" ", "\u00a0");
      return [identity.model ?? t("disks.unnamed"), size].filter((part) => part !== "").join(" ");
    },
    /** When a file system is full. Empty where there is nothing to foretell. */
    full({ kind, earliestMs, likelyMs, latestMs }: Forecast): string {
      if (kind === "not-enough-data") return t("forecast.notEnough");
      if (kind === "not-coming") return t("forecast.fullNot");
      if (kind === "none" || likelyMs === null || earliestMs === null) return "";
      const [likely, earliest] = [when(likelyMs), when(earliestMs)];
      return latestMs === null
        ? t("forecast.fullOpen", { likely, earliest })
        : t("forecast.full", { likely, earliest, latest: when(latestMs) });
    },
    /** When an SSD's endurance is used up. Empty for disks that do not wear. */
    wornOut({ kind, earliestMs, likelyMs, latestMs }: Forecast): string {
      if (kind === "not-enough-data") return t("forecast.notEnoughWear");
      if (kind === "not-coming") return t("forecast.wearNot");
      if (kind === "none" || likelyMs === null || earliestMs === null) return "";
      const [likely, earliest] = [when(likelyMs), when(earliestMs)];
      return latestMs === null
        ? t("forecast.wearOpen", { likely, earliest })
        : t("forecast.wear", { likely, earliest, latest: when(latestMs) });
    },
    /** When a rebuild is over. */
    rebuildEnd({ kind, earliestMs, likelyMs, latestMs }: Forecast): string {
      if (kind !== "expected" || likelyMs === null) return t("array.endUnknown");
      if (earliestMs === null || latestMs === null || latestMs - earliestMs < CLOSE_MS)
        return t("array.rebuildEnd", { when: when(likelyMs) });
      return t("array.rebuildBetween", {
        ...{ when: when(likelyMs), earliest: when(earliestMs), latest: when(latestMs) },
      });
    },
  };
}

const NEAR_MS = 2 * 24 * 3_600_000;
/** Nobody plans by minutes. */
const CLOSE_MS = 15 * 60_000;
