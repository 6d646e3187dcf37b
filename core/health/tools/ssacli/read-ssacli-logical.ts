import type { ArrayMember, ArrayOperation, ArrayReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, gap } from "../../reading/empty.ts";
import { cleanSerial } from "../../reading/identity.ts";
import { arrayMember } from "../../reading/member.ts";
import { toPercent, toScaledCount } from "../../reading/numbers.ts";
import { addMemberSignal, setMembers } from "../../reading/set-members.ts";
import { MEMBER_OF_REPORTED, meaningOf } from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import { driveState } from "./read-ssacli-drive.ts";
import type { SsacliDrive, SsacliLogical } from "./ssacli-outline.ts";
import { ARRAY_WORDS, LOGICAL_WORDS, OPERATION_WORDS } from "./ssacli-words.ts";

/** How many drives a level has at least: where fewer are listed, failed ones included, the output ended too soon. */
const LEAST_DRIVES: readonly (readonly [level: RegExp, drives: number])[] = [
  [/^(?:RAID )?1(?!\d)/, 2],
  [/^(?:RAID )?5(?!\d)/, 3],
  [/^(?:RAID )?6(?!\d)/, 4],
];

/** A logical drive; the state of the array of drives that carries it is a second, independent signal. */
export function readSsacliLogical(logical: SsacliLogical): ArrayReading {
  const { facts, number, controller } = logical;
  const name = `logicaldrive ${number}`;
  const place = controller === null ? name : `${controller} ${name}`;
  const array = emptyArray(cleanText(facts.get("Unique Identifier")) ?? place, place, "smart-array");
  const level = cleanText(facts.get("Fault Tolerance"));
  array.level = level === null ? null : `RAID ${level}`;
  array.sizeBytes = toScaledCount(facts.get("Size"));
  const text = cleanText(facts.get("Status"));
  if (text === null) array.gaps.push(gap("output-truncated", null, name));
  else array.signals.push({ source: "logical drive", text, state: meaningOf(LOGICAL_WORDS, text) });
  const arrayText = cleanText(logical.array?.facts.get("Status"));
  if (arrayText !== null)
    array.signals.push({ source: "array", text: arrayText, state: meaningOf(ARRAY_WORDS, arrayText) });
  const drives = logical.drives.size > 0 ? logical.drives : (logical.array?.drives ?? new Set());
  const leastDrives = LEAST_DRIVES.find(([of]) => of.test(level ?? ""))?.[1] ?? 0;
  if (drives.size > 0 && drives.size < leastDrives) array.gaps.push(gap("output-truncated", null, name));
  setMembers(array, [...drives].map(toMember));
  addMemberSignal(array);
  array.operation = runningOperation(text ?? "", logical, array.members);
  return array;
}

function toMember(drive: SsacliDrive): ArrayMember {
  const reported = driveState(drive);
  return arrayMember({
    name: drive.place,
    state: MEMBER_OF_REPORTED[reported?.state ?? "unknown"],
    stateText: reported?.text ?? null,
    slot: cleanText(drive.facts.get("Bay")) ?? drive.place.split(":").at(-1) ?? null,
    serial: cleanSerial(drive.facts.get("Serial Number")),
  });
}

function runningOperation(
  state: string,
  { facts }: SsacliLogical,
  members: readonly ArrayMember[],
): ArrayOperation | null {
  const [, kind, isWaiting = false] = OPERATION_WORDS.find(([words]) => words.test(state)) ?? [];
  const [, percent] = /(\d{1,3}(?:\.\d{1,3})?) ?% ?(?:complete)?/.exec(state) ?? [];
  const rest = { remainingSeconds: null, bytesPerSecond: null };
  if (kind !== undefined) return { kind, isWaiting, donePercent: toPercent(percent), ...rest };
  if (members.some(({ state }) => state === "rebuilding")) {
    return { kind: "rebuild", isWaiting: false, donePercent: toPercent(percent), ...rest };
  }
  if (!/in progress|initializing|queued/i.test(facts.get("Parity Initialization Status") ?? "")) return null;
  const done = toPercent(facts.get("Parity Initialization Progress")?.replace(/ ?complete$/i, ""));
  return { kind: "initialise", isWaiting: false, donePercent: done, ...rest };
}
