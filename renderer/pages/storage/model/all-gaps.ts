import { GAP_REASONS, type Gap, type GapReason } from "../../../../shared/model/health-reading.ts";
import type { KnownGap } from "./group-gaps.ts";
import type { FindingView } from "./use-finding-words.ts";

type Judged = { readonly name: string; readonly findings: readonly FindingView[] };

const UNREADABLE = new Set(["DISK_UNREADABLE", "ARRAY_UNREADABLE", "CONTROLLER_UNREADABLE"]);

/** What could not be read of a host: said of the host itself, and as the reason of what is unknown on it. */
export function allGaps(ofHost: readonly Gap[], things: readonly Judged[]): readonly KnownGap[] {
  const ofThings = things.flatMap(({ name, findings }) =>
    findings.flatMap(({ code, details: { reason, message, program } }): KnownGap[] =>
      UNREADABLE.has(code) && isReason(reason)
        ? [{ reason, about: name, message: textOrNull(message), program: textOrNull(program) }]
        : [],
    ),
  );
  return [...ofHost, ...ofThings];
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function isReason(value: unknown): value is GapReason {
  return GAP_REASONS.some((reason) => reason === value);
}
