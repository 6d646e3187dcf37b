import { splitKeyed } from "../../reading/keyed-line.ts";
import { outputLines } from "../../reading/text.ts";

export type Facts = Map<string, string>;
export type MegacliDrive = {
  readonly adapter: string;
  readonly virtualDrive: Facts | null;
  readonly facts: Facts;
};
export type MegacliVirtualDrive = {
  readonly adapter: string;
  readonly number: string;
  readonly facts: Facts;
  readonly drives: MegacliDrive[];
};

/** The parts of an output, as they stand: nothing in them is judged yet. */
export type MegacliOutline = {
  readonly virtualDrives: MegacliVirtualDrive[];
  readonly drives: MegacliDrive[];
  /** What stands below an adapter's headline, outside of its drives, by adapter. */
  readonly adapters: Map<string, Facts>;
  /** By adapter. */
  readonly batteries: Map<string, Facts>;
  /** What the tool said of a battery that could not be read. */
  readonly batteryFailures: Map<string, string>;
  /** The tool's own exit status, which it prints last; null when the output does not come so far. */
  readonly exitCode: string | null;
  readonly failure: string | null;
};

const MAX_PARTS = 2000;
const ADAPTER = /^Adapter:? ?#?(\d{1,3})\b(?! ?: Get)/i;
const VIRTUAL_DRIVE = /^(?:CacheCade )?Virtual (?:Drive|Disk): ?(\d{1,4})\b/i;
const DRIVE = /^Enclosure Device ID: ?/i;
const BATTERY = /^BBU status for Adapter: ?(\d{1,3})/i;
const BATTERY_FAILURE = /^Adapter (\d{1,3}): ?Get BBU .{0,80}Failed/i;
const EXIT = /^Exit Code: ?(0x[0-9a-f]{2,8})$/i;
const FAILURE =
  /^(?:FW error description|User specified controller is not present|Failed to|Adapter \d+: .{0,80}Failed).{0,200}/i;

const BEGINNINGS = [ADAPTER, VIRTUAL_DRIVE, DRIVE, BATTERY];

/** Sorts the lines of `MegaCli -LDPDInfo`, `-PDList`, `-LDInfo`, `-AdpAllInfo` and `-AdpBbuCmd` by what they are about. */
export function outlineMegacli(text: string): MegacliOutline {
  const virtualDrives: MegacliVirtualDrive[] = [];
  const drives: MegacliDrive[] = [];
  const adapters = new Map<string, Facts>();
  const batteries = new Map<string, Facts>();
  const batteryFailures = new Map<string, string>();
  let exitCode: string | null = null;
  /** Whether what was begun has no exit status yet: the last of several runs may be cut off. */
  let isWithin = false;
  let failure: string | null = null;
  let adapter = "0";
  let virtualDrive: MegacliVirtualDrive | null = null;
  let facts: Facts | null = null;

  for (const line of outputLines(text)) {
    const body = line.slice(0, 1000).trim();
    if (body === "") continue;
    const [, battery] = BATTERY.exec(body) ?? [];
    const [, brokenBattery] = BATTERY_FAILURE.exec(body) ?? [];
    const [, number] = VIRTUAL_DRIVE.exec(body) ?? [];
    const [, exit] = EXIT.exec(body) ?? [];
    isWithin = exit === undefined && (isWithin || BEGINNINGS.some((beginning) => beginning.test(body)));
    // of several runs one that failed stays failed
    if (exit !== undefined) exitCode = exitCode === null || /^0x0+$/.test(exitCode) ? exit : exitCode;
    else if (battery !== undefined) {
      adapter = battery;
      facts = batteries.get(battery) ?? new Map();
      batteries.set(battery, facts);
    } else if (brokenBattery !== undefined) batteryFailures.set(brokenBattery, body);
    else if (/^(?:FW error|required hardware)/i.test(body) && batteryFailures.size > 0)
      batteryFailures.set(adapter, body);
    else if (FAILURE.test(body)) failure = body;
    else if (ADAPTER.test(body)) {
      adapter = ADAPTER.exec(body)?.[1] ?? adapter;
      virtualDrive = null;
      facts = adapters.get(adapter) ?? new Map();
      adapters.set(adapter, facts);
    } else if (number !== undefined) {
      facts = new Map();
      virtualDrive = { adapter, number, facts, drives: [] };
      virtualDrives.push(virtualDrive);
    } else {
      if (DRIVE.test(body)) {
        facts = new Map();
        const drive: MegacliDrive = { adapter, virtualDrive: virtualDrive?.facts ?? null, facts };
        drives.push(drive);
        virtualDrive?.drives.push(drive);
      }
      // what stands in front of an inquiry's first word belongs to its columns
      const inquiry = /^Inquiry Data: (.{1,200})$/.exec(line.trimStart());
      const setting = splitKeyed(body);
      if (inquiry?.[1] !== undefined && facts !== null) facts.set("Inquiry Data", inquiry[1]);
      else if (setting !== null && facts !== null && !facts.has(setting.key))
        facts.set(setting.key, setting.value);
    }
    if (drives.length > MAX_PARTS || virtualDrives.length > MAX_PARTS) break;
  }
  const ended = isWithin ? null : exitCode;
  return { virtualDrives, drives, adapters, batteries, batteryFailures, exitCode: ended, failure };
}
