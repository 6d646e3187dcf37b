/** Lines in the log of a job about what Backstay did with it without being asked. */
import type { HealthCause } from "../../../shared/model/automatic-act.ts";
import type { JobLogEntry } from "../../jobs/job.ts";

/** The first line of one that nobody asked for. */
export function explainStart(causes: readonly HealthCause[]): JobLogEntry {
  return explain("started by itself, because of what the source lies on", causes);
}

/** The last words to one that strains a disk which fails. */
export function explainStop(causes: readonly HealthCause[]): JobLogEntry {
  return explain("stopped, because of what the repository lies on", causes);
}

function explain(what: string, causes: readonly HealthCause[]): JobLogEntry {
  const found = causes.map(({ kind, name, hostName, verdict, isOneOfSome }) => ({
    ...{ kind, name, host: hostName, verdict },
    ...(isOneOfSome ? { isOneOfSome } : {}),
  }));
  const said = found.map(({ kind, name, host, verdict }) => `${kind} ${name} of ${host}: ${verdict}`);
  return { level: "warning", text: `${what}: ${said.join("; ")}`, facts: { causes: found } };
}
