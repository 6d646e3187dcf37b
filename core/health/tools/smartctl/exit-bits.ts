import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import { toCount } from "../../reading/numbers.ts";

/** smartctl's exit status, bit by bit. Each bit stands for itself: several are usual. */
export type ExitBits = {
  /** The command line was not understood. */
  readonly isUsageError: boolean;
  /** The device could not be opened, or sleeps. */
  readonly isUnopened: boolean;
  /** A command to the disk failed, or a checksum was wrong; what else was read holds. */
  readonly isCommandFailed: boolean;
  readonly flags: DiskReading["flags"];
};

/** @param status null or anything that is no number when the output does not tell it: then no bit is set */
export function decodeExitStatus(status: unknown): ExitBits {
  const bits = toCount(status) ?? 0;
  const has = (bit: number) => Math.floor(bits / 2 ** bit) % 2 === 1;
  return {
    isUsageError: has(0),
    isUnopened: has(1),
    isCommandFailed: has(2),
    flags: {
      isFailing: has(3),
      isPrefailNow: has(4),
      wasPrefailOnce: has(5),
      hasErrorLog: has(6),
      hasSelfTestErrors: has(7),
    },
  };
}
