import { GAP_REASONS, type Gap, type GapReason } from "../../../../shared/model/health-reading.ts";
import type { FindingView } from "./use-finding-words.ts";

type Judged = { readonly name: string; readonly findings: readonly FindingView[] };

const UNREADABLE = new Set(["DISK_UNREADABLE", "ARRAY_UNREADABLE", "CONTROLLER_UNREADABLE"]);

/** What could not be read of a host: said of the host itself, and as the reason of what is unknown on it. */
export function allGaps(ofHost: readonly Gap[], things: readonly Judged[]): readonly Gap[] {
  const ofThings = things.flatMap(({ name, findings }) =>
    findings.flatMap(({ code, details: { reason, message } }): Gap[] =>
      UNREADABLE.has(code) && isReason(reason)
        ? [{ reason, about: name, message: typeof message === "string" ? message : null }]
        : [],
    ),
  );
  return [...ofHost, ...ofThings];
}

function isReason(value: unknown): value is GapReason {
  return GAP_REASONS.some((reason) => reason === value);
}
