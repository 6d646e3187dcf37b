import type { ArrayMember, ArrayOperation, ArrayReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, gap } from "../../reading/empty.ts";
import { cleanSerial } from "../../reading/identity.ts";
import type { JsonRecord } from "../../reading/json.ts";
import { arrayMember } from "../../reading/member.ts";
import { toPercent, toScaledCount } from "../../reading/numbers.ts";
import { addMemberSignal, setMembers } from "../../reading/set-members.ts";
import { MEMBER_OF_REPORTED, meaningOf } from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import { drivePlace, type StorcliRows } from "./collect-rows.ts";
import { driveGroup, driveStateText } from "./read-drives.ts";
import { ARRAY_WORDS, DRIVE_WORDS, spelledOut } from "./storcli-words.ts";

/** Operations by the tool's words, for `Consistency Check (36%)`. */
const OPERATIONS: readonly (readonly [words: RegExp, kind: ArrayOperation["kind"]])[] = [
  [/consistency check/i, "check"],
  [/initiali[sz]ation|^b?gi\b|init/i, "initialise"],
  [/rebuild/i, "rebuild"],
  [/reconstruct|migrat|expan/i, "migrate"],
];

/**
 * Virtual drives, with two independent signals where the answer has both: the state of the virtual drive itself, and that of its
 * drive group in the topology.
 */
export function readVirtualDrives(rows: StorcliRows, controller: string): ArrayReading[] {
  const arrays = new Map<string, ArrayReading>();
  for (const row of rows.virtualDrives) {
    const [group = "", number = ""] = (cleanText(row["DG/VD"]) ?? "").split("/");
    if (arrays.has(number)) continue;
    const details = rows.virtualDriveDetails.get(number) ?? {};
    const name = `${controller}/v${number}`;
    const array = emptyArray(cleanText(details["SCSI NAA Id"]) ?? name, name, "megaraid");
    array.level = cleanText(row.TYPE);
    array.sizeBytes = toScaledCount(row.Size);
    const text = cleanText(row.Status) ?? cleanText(row.State);
    if (text === null) array.gaps.push(gap("output-truncated", null, name));
    else
      array.signals.push({ source: "VD LIST", text: spelledOut(text), state: meaningOf(ARRAY_WORDS, text) });
    // blocks that no redundancy could mend; how many is not said
    if (details["Bad Block Exists"] === "Yes") array.unrecoveredErrors = 1;
    addTopology(array, rows, group);
    if (array.members.length === 0) addMembers(array, rows, group);
    array.operation = runningOperation(cleanText(details["Active Operations"]), array.members);
    arrays.set(number, array);
  }
  return [...arrays.values()];
}

function addTopology(array: ArrayReading, rows: StorcliRows, group: string): void {
  const ofGroup = rows.topology.filter((row) => driveGroup(row) === group && group !== "");
  const whole = cleanText(ofGroup.find(({ Type }) => typeof Type === "string" && Type !== "DRIVE")?.State);
  if (whole !== null)
    array.signals.push({ source: "TOPOLOGY", text: spelledOut(whole), state: meaningOf(ARRAY_WORDS, whole) });
  const drives = ofGroup.filter(({ Type }) => Type === "DRIVE");
  setMembers(
    array,
    drives.map((row) => toMember(row, rows)),
  );
  addMemberSignal(array);
}

/** Only the drives that are there: how many there should be is not said in this table. */
function addMembers(array: ArrayReading, rows: StorcliRows, group: string): void {
  const members = new Map(
    rows.drives
      .filter((row) => driveGroup(row) === group)
      .map((row) => [drivePlace(row), toMember(row, rows)]),
  );
  setMembers(array, [...members.values()]);
  array.expectedMembers = null;
}

function toMember(row: JsonRecord, rows: StorcliRows): ArrayMember {
  const text = driveStateText(row);
  const state = MEMBER_OF_REPORTED[text === null ? "unknown" : meaningOf(DRIVE_WORDS, text)];
  const place = drivePlace(row).replace(/^-$/, "");
  const details = rows.driveDetails.get(place) ?? {};
  return arrayMember({
    name: place === "" ? null : place,
    slot: place.split(":")[1] ?? null,
    serial: cleanSerial(details.SN ?? details["Serial Number"]),
    state,
    stateText: text === null ? null : spelledOut(text),
  });
}

function runningOperation(text: string | null, members: readonly ArrayMember[]): ArrayOperation | null {
  const [, kind] = text === null ? [] : (OPERATIONS.find(([words]) => words.test(text)) ?? []);
  const [, percent] = /(\d{1,3}(?:\.\d+)?) ?%/.exec(text ?? "") ?? [];
  const isRebuilding = members.some(({ state }) => state === "rebuilding");
  if (kind === undefined && !isRebuilding) return null;
  return {
    kind: isRebuilding ? "rebuild" : (kind ?? "other"),
    isWaiting: false,
    donePercent: kind === undefined || (isRebuilding && kind !== "rebuild") ? null : toPercent(percent),
    remainingSeconds: null,
    bytesPerSecond: null,
  };
}
