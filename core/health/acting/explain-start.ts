import type { HealthCause } from "../../../shared/model/automatic-act.ts";
import type { JobLogEntry } from "../../jobs/job.ts";

/** The first line in the log of a job that nobody asked for. */
export function explainStart(causes: readonly HealthCause[]): JobLogEntry {
  const found = causes.map(({ kind, name, hostName, verdict, isOneOfSome }) => ({
    ...{ kind, name, host: hostName, verdict },
    ...(isOneOfSome ? { isOneOfSome } : {}),
  }));
  const said = found.map(({ kind, name, host, verdict }) => `${kind} ${name} of ${host}: ${verdict}`);
  return {
    level: "warning",
    text: `started by itself, because of what the source lies on: ${said.join("; ")}`,
    facts: { causes: found },
  };
}
