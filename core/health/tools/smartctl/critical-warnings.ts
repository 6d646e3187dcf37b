import { NVME_WARNINGS } from "../../../../shared/model/health-reading.ts";

/** How many bits have a meaning of their own; those above were kept for later versions of NVMe. */
const NAMED = NVME_WARNINGS.indexOf("other");

/** @param bits NVMe's critical warning, one byte. @returns what each bit that is set says, from bit 0 on */
export function criticalWarnings(bits: number): (typeof NVME_WARNINGS)[number][] {
  return NVME_WARNINGS.filter((_, bit) =>
    bit === NAMED ? bits >= 2 ** NAMED : Math.floor(bits / 2 ** bit) % 2 === 1,
  );
}
