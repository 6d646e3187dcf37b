/** What a saved output of a tool says, judged without history. */
import { z } from "zod";
import { ARRAY_VERDICTS, DISK_VERDICTS, FindingShape, HEALTH_SEVERITIES } from "./health-verdict.ts";
import { HEALTH_KINDS } from "./health-view.ts";

/** Characters; more than tools print about one host, and less than a call may be long. */
export const MAX_SAVED_OUTPUT_LENGTH = 2_000_000;

export const ExplainedOutput = z.strictObject({
  /** Of which tool it was taken to be; null when it looks like none. */
  kind: z.string().nullable(),
  /** The worst of the subjects; `unknown` when nothing could be judged. */
  severity: z.enum(HEALTH_SEVERITIES),
  subjects: z.array(
    z.strictObject({
      kind: z.enum(HEALTH_KINDS),
      /** Names it among its kind: a disk by serial number where it has one. */
      id: z.string(),
      verdict: z.enum([...DISK_VERDICTS, ...ARRAY_VERDICTS]),
      /** The worst first. Their words: `describeFinding`. */
      findings: z.array(FindingShape),
    }),
  ),
});
export type ExplainedOutput = z.infer<typeof ExplainedOutput>;
