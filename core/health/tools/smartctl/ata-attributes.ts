import type { AtaAttribute, DiskMetrics } from "../../../../shared/model/health-reading.ts";
import { asList, at } from "../../reading/json.ts";
import { leadingCount, toCount, toNumber } from "../../reading/numbers.ts";
import { cleanText, shorten } from "../../reading/text.ts";

const MAX_ATTRIBUTES = 255;

/** @param table `ata_smart_attributes.table`; entries without an id or a raw value are left out */
export function readAttributes(table: unknown): AtaAttribute[] {
  return asList(table)
    .slice(0, MAX_ATTRIBUTES)
    .flatMap((entry) => {
      const id = toCount(at(entry, "id"));
      const raw = toNumber(at(entry, "raw", "value"));
      if (id === null || id > 255 || raw === null) return [];
      const name = cleanText(at(entry, "name")) ?? "Unknown_Attribute";
      const rawText = shorten(String(at(entry, "raw", "string") ?? raw));
      return [
        {
          id,
          name,
          value: whole(at(entry, "value")),
          worst: whole(at(entry, "worst")),
          threshold: whole(at(entry, "thresh")),
          raw: decodeRaw(id, raw, rawText),
          rawText,
          isPrefail: at(entry, "flags", "prefailure") === true,
          failed: whenFailed(at(entry, "when_failed")),
        },
      ];
    });
}

/**
 * What an attribute's number stands for, and by what its name shows that this maker uses it so. smartctl's own database calls
 * attribute 197 "Bogus_Current_Pend_Sect" for disks whose firmware lets it jump to 1 and back.
 */
const COUNTERS: readonly (readonly [id: number, name: RegExp, counter: keyof DiskMetrics])[] = [
  [5, /realloc|retired|bad_?bl(?:oc)?k|replaced/i, "reallocatedSectors"],
  [196, /realloc/i, "reallocationEvents"],
  [197, /pending/i, "pendingSectors"],
  [198, /uncorrect|_unc_/i, "offlineUncorrectable"],
  [187, /uncorr|_ue_/i, "reportedUncorrectable"],
  [188, /time-?out/i, "commandTimeouts"],
  [199, /crc/i, "interfaceCrcErrors"],
  [10, /spin/i, "spinRetries"],
  [184, /end-?to-?end|e2e/i, "endToEndErrors"],
];

/** Normalised values that tell what is left of a drive's life, in per cent: 100 when new. */
const LIFE_LEFT =
  /^(?:wear_leveling_count|media_wearout_indicator|ssd_life_left|(?:remaining_lifetime_perc|percent_lifetime_remain|percent_life_remaining|perc_rated_life_remain|drive_life_remaining%?|remaining_life_left))$/i;
const GIBIBYTE = 1024 ** 3;

/** The counters in the attributes of an ATA disk. Those that no attribute tells are left out. */
export function metricsOf(attributes: readonly AtaAttribute[], sectorBytes: number): Partial<DiskMetrics> {
  const metrics: Partial<DiskMetrics> = {};
  for (const [id, name, counter] of COUNTERS) {
    const found = attributes.find((attribute) => attribute.id === id && name.test(attribute.name));
    const count = found === undefined ? null : toCount(found.raw);
    if (count !== null) metrics[counter] = count;
  }
  const left = attributes.find(({ name }) => LIFE_LEFT.test(name))?.value ?? null;
  // some drives begin at 200 or 253, which is no share; one at its end says 1, and 0 where it counts none
  if (left !== null && left > 0 && left <= 100) metrics.wornPercent = 100 - left;
  const written = writtenBytes(attributes, sectorBytes);
  if (written !== null) metrics.writtenBytes = written;
  return metrics;
}

/**
 * Takes the one number that counts out of a raw value. Makers put several into its six bytes, and smartctl shows the parts where
 * it knows them.
 */
function decodeRaw(id: number, raw: number, rawText: string): number {
  // three counters of 16 bits: of all time-outs, and of those that took longer
  if (id === 188 && raw > 0xffff) return Math.max(...words(raw));
  if (raw <= 0xffff_ffff) return raw;
  return leadingCount(rawText) ?? raw;
}

function words(raw: number): number[] {
  return [0, 16, 32].map((bits) => Math.floor(raw / 2 ** bits) % 0x1_0000);
}

function writtenBytes(attributes: readonly AtaAttribute[], sectorBytes: number): number | null {
  const found = attributes.find(({ id }) => id === 241);
  if (found === undefined || found.raw < 0) return null;
  if (/lbas?_written/i.test(found.name)) return found.raw * sectorBytes;
  return /writes?_gib/i.test(found.name) ? found.raw * GIBIBYTE : null;
}

function whole(value: unknown): number | null {
  const number = toNumber(value);
  return number === null || !Number.isSafeInteger(number) ? null : number;
}

function whenFailed(value: unknown): AtaAttribute["failed"] {
  const text = cleanText(value)?.toLowerCase() ?? "";
  if (text.includes("now")) return "now";
  return text.includes("past") ? "past" : "never";
}
