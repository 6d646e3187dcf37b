import { asList, at, isRecord, parseJson } from "../../reading/json.ts";
import { cleanText } from "../../reading/text.ts";

/** USB, SD and MMC: what is plugged in there may be taken off. Words are what some versions of PowerShell print. */
const REMOVABLE = new Set(["7", "12", "13", "usb", "sd", "mmc"]);

/** @param text what `READ_STORAGE` prints @returns names of such disks, as in `place.device` */
export function removableDisks(text: string): ReadonlySet<string> {
  const { value } = parseJson(text.replace(/^\ufeff/, ""));
  const disks = asList(at(value, "physicalDisks")).filter(isRecord);
  const found = disks.filter(({ BusType }) => REMOVABLE.has(String(BusType).toLowerCase()));
  return new Set(found.flatMap(({ DeviceId }) => `PhysicalDisk${cleanText(String(DeviceId)) ?? ""}`));
}
