import { z } from "zod";
import type { DiskIdentity, DiskPlace } from "./model/health-reading.ts";

/** What a disk is called where there is no room for its whole name: in headlines. Its serial number is told beside it. */
export const ShortDiskName = z.strictObject({ model: z.string(), slot: z.string().nullable() });
export type ShortDiskName = z.infer<typeof ShortDiskName>;

/** More makes a headline of three lines. */
const MAX_NAME_CHARACTERS = 24;
/** Words before a model that say nothing of it. */
const NOISE = new Set(["ATA", "WDC"]);
/** What makers put behind a model for themselves: `WD40EFRX-68N32N0`, `ST4000VN006-3CW104`. */
const VARIANT = /^([A-Z0-9]{6,})-[A-Z0-9]{4,}$/;

/** @returns undefined where the whole name is short enough, or nothing shorter would tell which disk is meant */
export function shortDiskName(
  name: string,
  { model }: Pick<DiskIdentity, "model">,
  { slot }: Pick<DiskPlace, "slot">,
): ShortDiskName | undefined {
  if (name.length <= MAX_NAME_CHARACTERS || model === null) return undefined;
  const words = model.split(/\s+/).filter((word) => word !== "");
  const telling = words.filter((word) => !NOISE.has(word)).map((word) => VARIANT.exec(word)?.[1] ?? word);
  const short = telling.join(" ");
  return short === "" || short.length >= name.length ? undefined : { model: short, slot };
}
