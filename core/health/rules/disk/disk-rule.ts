import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import type { Finding } from "../../../../shared/model/health-verdict.ts";
import type { DiskHistory } from "./disk-history.ts";

/** One thing that may be wrong with a disk. Pure: the same reading and history always lead to the same findings. */
export type DiskRule = (
  reading: DiskReading,
  history: DiskHistory | undefined,
) => Finding | readonly Finding[] | undefined;
