import { NVME_WARNINGS } from "../../../../shared/model/health-reading.ts";

/** @param bits NVMe's critical warning, one byte. @returns what each bit that is set says, from bit 0 on */
export function criticalWarnings(bits: number): (typeof NVME_WARNINGS)[number][] {
  return NVME_WARNINGS.filter((_, bit) => Math.floor(bits / 2 ** bit) % 2 === 1);
}
