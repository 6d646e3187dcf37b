import type { ExplainedOutput } from "../../shared/model/health-explained.ts";
import { explain } from "../health/explain/explain.ts";

/** Judges what somebody has saved of a tool's output; which tool it was is found out. Words are made where it is shown. */
export function explainSavedOutput(text: string, nowMs: number): ExplainedOutput {
  const { kind, severity, subjects } = explain(text, "auto", { nowMs }, "en");
  return {
    ...{ kind, severity },
    subjects: subjects.map(({ reasons, ...subject }) => ({
      ...subject,
      findings: reasons.map(({ code, level, details }) => ({ code, level, details })),
    })),
  };
}
