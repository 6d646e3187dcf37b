import { MAX_MEMBERS } from "../../reading/member.ts";
import { outputLines } from "../../reading/text.ts";

/** What one profile of one kind of data takes on each device: `Data,RAID1:` and the lines below. */
export type UsageSection = {
  /** `Data`, `Metadata`, `Data+Metadata`, `System`; `Unallocated` for what is left. */
  readonly kind: string;
  /** As printed: `RAID1`, `single`; empty for what is not allocated. */
  readonly profile: string;
  readonly devices: string[];
};

/** The text of `btrfs filesystem usage`, taken apart. */
export type UsageOutline = {
  /** `Device missing` and the like, of which the value is what stands first behind the colon. */
  readonly settings: ReadonlyMap<string, string>;
  readonly sections: readonly UsageSection[];
  /** The first line that fits nowhere. */
  readonly strange: string | undefined;
};

const SETTING = /^\s{1,20}([A-Z][A-Za-z ,()]{1,60}?):\s{0,60}(\S{1,60})/;
const SECTION = /^([A-Za-z]{1,20}(?:\+[A-Za-z]{1,20})?)(?:,\s?([A-Za-z0-9]{1,20}))?:/;
const DEVICE = /^\s{1,20}(\S{1,400})\s{1,40}(\d\S{0,30})\s*$/;
const MAX_SECTIONS = 100;

export function readUsageOutline(text: string): UsageOutline {
  const settings = new Map<string, string>();
  const sections: UsageSection[] = [];
  let isOverall = false;
  let strange: string | undefined;
  for (const longLine of outputLines(text)) {
    const line = longLine.slice(0, 600);
    if (line.trim() === "") continue;
    const [, kind, profile] = SECTION.exec(line) ?? [];
    const [, name, value] = SETTING.exec(line) ?? [];
    const [, device] = DEVICE.exec(line) ?? [];
    const section = sections.at(-1);
    if (kind !== undefined && (profile !== undefined || kind === "Overall" || kind === "Unallocated")) {
      isOverall = kind === "Overall";
      if (isOverall && settings.size > 0) strange ??= line; // another file system's
      if (!isOverall && sections.length < MAX_SECTIONS)
        sections.push({ kind, profile: profile ?? "", devices: [] });
    } else if (isOverall && name !== undefined && value !== undefined) {
      if (settings.size < 200) settings.set(name, value);
    } else if (!isOverall && section !== undefined && device !== undefined) {
      if (section.devices.length < MAX_MEMBERS) section.devices.push(device);
    } else strange ??= line;
  }
  return { settings, sections, strange };
}
