import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { joinReadings } from "../../reading/join-readings.ts";
import { isBlank } from "../../reading/json.ts";
import { arrayMember, MAX_MEMBERS } from "../../reading/member.ts";
import { toCount, toPercent, toScaledCount } from "../../reading/numbers.ts";
import { addMemberSignal, setMembers } from "../../reading/set-members.ts";
import { splitAnswers } from "../../reading/split-answers.ts";
import { MEMBER_OF_REPORTED, meaningOf } from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import {
  type Facts,
  type MegacliDrive,
  type MegacliVirtualDrive,
  outlineMegacli,
} from "./megacli-outline.ts";
import { ARRAY_WORDS } from "./megacli-words.ts";
import { addBatteryFailure, readAdapter, readBattery } from "./read-megacli-adapter.ts";
import { driveState, inquiryOf, placeOf, readMegacliDrive } from "./read-megacli-drive.ts";

/** What was asked of it shows in the word behind. */
const ADAPTER =
  /^[^\S\n]{0,20}(Adapter:? ?#\d{1,3}|Adapter \d{1,3} -- Virtual Drive Information|BBU status for Adapter: ?\d{1,3})\b[^\n]{0,200}\n\s{0,200}([^\s\d]{1,12})/gim;

/**
 * Reads what the old MegaCli prints: `-LDPDInfo -aAll`, `-PDList -aAll`, `-LDInfo -LAll -aAll`, `-AdpAllInfo -aAll` and
 * `-AdpBbuCmd -aAll`.
 *
 * Written to the tool's manual, and tried on real outputs, also of failing drives, that are not kept here.
 *
 * @returns never an exception; an output without the tool's own exit status at its end is truncated
 */
export function parseMegacli(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  return joinReadings(splitAnswers(text, ADAPTER).map(readAnswer));
}

function readAnswer(text: string): ToolReading {
  const outline = outlineMegacli(text);
  const reading = emptyReading();
  for (const [adapter, facts] of outline.adapters) {
    if (facts.has("Failed Disks")) reading.controllers.push(readAdapter(adapter, facts));
  }
  for (const [adapter, facts] of outline.batteries) {
    if (facts.size > 0) reading.controllers.push(readBattery(adapter, facts));
  }
  for (const [adapter, message] of outline.batteryFailures) addBatteryFailure(reading, adapter, message);
  reading.arrays.push(...outline.virtualDrives.map(readVirtualDrive));
  reading.disks.push(...outline.drives.map(readMegacliDrive));
  if (outline.failure !== null) reading.gaps.push(gap("tool-failed", outline.failure));
  const isNothing = reading.controllers.length + reading.arrays.length + reading.disks.length === 0;
  if (outline.exitCode === null) reading.gaps.push(gap(isNothing ? "output-unreadable" : "output-truncated"));
  else if (!/^0x0+$/.test(outline.exitCode) && outline.batteryFailures.size === 0) {
    reading.gaps.push(gap("tool-failed", `Exit Code: ${outline.exitCode}`));
  }
  return reading;
}

function readVirtualDrive({ adapter, number, facts, drives }: MegacliVirtualDrive): ArrayReading {
  const name = `Adapter ${adapter} Virtual Drive ${number}`;
  const array = emptyArray(name, name, "megaraid");
  array.level = raidLevel(facts);
  array.sizeBytes = toScaledCount(facts.get("Size"));
  const text = cleanText(facts.get("State"));
  if (text === null) array.gaps.push(gap("output-truncated", null, name));
  else array.signals.push({ source: "MegaCli", text, state: meaningOf(ARRAY_WORDS, text) });
  // blocks that no redundancy could mend; how many is not said
  if (/^yes$/i.test(facts.get("Bad Blocks Exist") ?? "")) array.unrecoveredErrors = 1;
  setMembers(array, drives.map(toMember));
  const perSpan = toCount(facts.get("Number Of Drives per span") ?? facts.get("Number Of Drives"));
  const spans = toCount(facts.get("Span Depth")) ?? 1;
  if (perSpan !== null && perSpan > 0) {
    const places = facts.has("Number Of Drives per span") ? perSpan * Math.max(1, spans) : perSpan;
    // a drive that is gone is not listed at all
    array.expectedMembers = Math.min(Math.max(places, array.expectedMembers ?? 0), MAX_MEMBERS);
  }
  addMemberSignal(array);
  if (array.members.some(({ state }) => state === "rebuilding")) {
    array.operation = {
      kind: "rebuild",
      isWaiting: false,
      donePercent: null,
      remainingSeconds: null,
      bytesPerSecond: null,
    };
  } else array.operation = ongoing(facts);
  return array;
}

/** @param facts `Check Consistency : Completed 36%, Taken 10 min.` and the like, below `Ongoing Progresses` */
function ongoing(facts: Facts): ArrayReading["operation"] {
  for (const [key, value] of facts) {
    const [, percent] = /^Completed (\d{1,3})%/i.exec(value) ?? [];
    if (percent === undefined) continue;
    const kind = /consistency/i.test(key)
      ? "check"
      : /initiali/i.test(key)
        ? "initialise"
        : /reconstruct/i.test(key)
          ? "migrate"
          : "other";
    return {
      kind,
      isWaiting: false,
      donePercent: toPercent(percent),
      remainingSeconds: null,
      bytesPerSecond: null,
    };
  }
  return null;
}

/** @param facts `Primary-1, Secondary-0, RAID Level Qualifier-0`: a second level with several spans makes 10, 50 or 60 */
function raidLevel(facts: Facts): string | null {
  const text = cleanText(facts.get("RAID Level"));
  const [, primary] = /^Primary-(\d)\b/.exec(text ?? "") ?? [];
  if (primary === undefined) return text;
  const spans = toCount(facts.get("Span Depth")) ?? 1;
  return spans > 1 && primary !== "0" ? `RAID ${primary}0` : `RAID ${primary}`;
}

function toMember({ facts }: MegacliDrive): ArrayMember {
  const reported = driveState(facts);
  return arrayMember({
    name: placeOf(facts),
    slot: cleanText(facts.get("Slot Number")),
    serial: inquiryOf(facts).serial,
    state: MEMBER_OF_REPORTED[reported?.state ?? "unknown"],
    stateText: reported?.text ?? null,
  });
}
