import { useTranslation } from "react-i18next";
import { printable } from "../../shared/format/printable.ts";
import type { HealthCause } from "../../shared/model/automatic-act.ts";
import { useFormat } from "./use-format.ts";

const DISK = ["failing", "failed"] as const;
const ARRAY = ["degraded", "failed", "rebuilding"] as const;

/** @returns what makes a part of a sentence of what something was done about: `disk X of NAS began to fail` */
export function useCauseWords(): (causes: readonly HealthCause[]) => string {
  const { t } = useTranslation("acting");
  const format = useFormat();
  const say = ({ kind, name, hostName, verdict }: HealthCause): string => {
    const values = { name: printable(name), host: printable(hostName) };
    if (kind === "disk") {
      const known = DISK.find((one) => one === verdict);
      return known === undefined ? t("cause.other", values) : t(`cause.disk.${known}`, values);
    }
    const known = ARRAY.find((one) => one === verdict);
    return known === undefined ? t("cause.other", values) : t(`cause.array.${known}`, values);
  };
  return (causes) =>
    format.list(
      causes.map((cause) => (cause.isOneOfSome ? t("cause.one", { cause: say(cause) }) : say(cause))),
    );
}
