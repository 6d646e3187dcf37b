import type {
  ArrayVerdict,
  DiskVerdict,
  FindingLevel,
  HealthSeverity,
} from "../../../../shared/model/health-verdict.ts";
import type { VerdictName } from "../../../components/verdict.tsx";

/** The shape of each verdict on a disk, an array or a controller. */
export const SHAPE_OF: Readonly<Record<DiskVerdict | ArrayVerdict, VerdictName>> = {
  ok: "ok",
  asleep: "asleep",
  checking: "working",
  unknown: "unknown",
  warning: "warning",
  rebuilding: "rebuilding",
  degraded: "failing",
  failing: "failing",
  failed: "failed",
};

export const SHAPE_OF_SEVERITY: Readonly<Record<HealthSeverity, VerdictName>> = {
  ok: "ok",
  unknown: "unknown",
  warning: "warning",
  critical: "failed",
};

/** The shape beside one reason; a `note` makes nothing worse. */
export const SHAPE_OF_LEVEL: Readonly<Record<FindingLevel, VerdictName>> = {
  note: "info",
  unknown: "unknown",
  warning: "warning",
  failing: "failing",
  failed: "failed",
};

/** The worst first; what says nothing about a thing stands before what says that it is fine. */
export const FROM_THE_WORST: readonly (DiskVerdict | ArrayVerdict)[] = [
  "failed",
  "degraded",
  "failing",
  "rebuilding",
  "warning",
  "unknown",
  "checking",
  "asleep",
  "ok",
];
