import type { ToolReading } from "../../../shared/model/health-reading.ts";
import type { HealthSeverity } from "../../../shared/model/health-verdict.ts";
import { judgeReading } from "../rules/judge-reading.ts";
import { worstSeverity } from "../rules/severity.ts";

/** @returns how bad a reading is as a whole */
export function severityOfReading(reading: ToolReading): HealthSeverity {
  return worstSeverity(judgeReading(reading));
}

/** @returns each subject's verdict and the codes of its reasons: `/c0/v0 degraded ARRAY_DEGRADED` */
export function verdictLines(reading: ToolReading): string[] {
  return judgeReading(reading).map(({ id, verdict, findings }) =>
    [id, verdict, ...new Set(findings.filter(({ level }) => level !== "note").map(({ code }) => code))].join(
      " ",
    ),
  );
}
