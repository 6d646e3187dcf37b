import { createPace, type Pace } from "../../core/storage/pace.ts";
import { BackstayError } from "../../shared/errors.ts";

/** Bytes a second that may be sent to repositories, and come from them; 0 for as fast as it goes. */
export type LimitFlags = { readonly limitUpload?: number; readonly limitDownload?: number };

const KIB = 1024;

/** By the flags of one command: all places it works on share the limits. */
const paces = new WeakMap<LimitFlags, Pace | undefined>();

/** What holds the transfers of a command back; undefined when nothing does. */
export function paceOf(flags: LimitFlags): Pace | undefined {
  if (!paces.has(flags)) {
    const { limitUpload = 0, limitDownload = 0 } = flags;
    const limits = {
      upBytesPerSecond: limitUpload || undefined,
      downBytesPerSecond: limitDownload || undefined,
    };
    paces.set(flags, createPace(limits));
  }
  return paces.get(flags);
}

/**
 * @param text KiB a second, as restic takes them; 0 for no limit
 * @returns bytes a second; 0 for no limit
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseLimit(text: string): number {
  const kibibytes = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(kibibytes)) throw new BackstayError("VALUE_INVALID", { value: text, expected: "count" });
  return kibibytes * KIB;
}
