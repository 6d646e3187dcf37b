import type { ArrayVerdict, DiskVerdict, FindingLevel } from "../../../../shared/model/health-verdict.ts";
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

/** The shape beside one reason; a `note` makes nothing worse. */
export const SHAPE_OF_LEVEL: Readonly<Record<FindingLevel, VerdictName>> = {
  note: "info",
  unknown: "unknown",
  warning: "warning",
  failing: "failing",
  failed: "failed",
};
