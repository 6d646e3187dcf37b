import type {
  ARRAY_STATES,
  ArrayMember,
  ArrayReading,
  ToolReading,
} from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { asList, at, isRecord, type JsonRecord, parseJson } from "../../reading/json.ts";
import { arrayMember } from "../../reading/member.ts";
import { toCount, toPercent } from "../../reading/numbers.ts";
import { addMemberSignal, setMembers } from "../../reading/set-members.ts";
import { meaningOf, type StateWords } from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import { unreadableText } from "../../reading/unreadable-text.ts";
import { isPlist, parsePlist } from "./parse-plist.ts";

const SET_WORDS: StateWords<(typeof ARRAY_STATES)[number]> = [
  [/^Online$/i, "ok"],
  [/^Degraded$|rebuild/i, "degraded"],
  [/^(?:Failed|Offline)$/i, "failed"],
];

const MEMBER_WORDS: StateWords<ArrayMember["state"]> = [
  [/^Online$/i, "ok"],
  [/^Spare$/i, "spare"],
  [/rebuild/i, "rebuilding"],
  [/^(?:Missing|Missing\/Damaged)$/i, "missing"],
  [/^(?:Failed|Damaged|Offline)$/i, "failed"],
];

const MAX_SETS = 500;

/**
 * Reads `diskutil appleRAID list -plist`, as it is or made into JSON by `plutil -convert json -o - -`.
 *
 * Written to Apple's published source of its RAID driver and to outputs quoted in public code, which show whole sets only.
 *
 * @returns never an exception; a Mac without sets gives nothing
 */
export function parseAppleRaid(text: string): ToolReading {
  const { value, problem } = isPlist(text) ? readPlist(text) : parseJson(text);
  if (problem !== null) return unreadableText(problem, text);
  if (!Array.isArray(at(value, "AppleRAIDSets"))) return unreadable("output-unreadable");
  const sets = asList(at(value, "AppleRAIDSets")).filter(isRecord).slice(0, MAX_SETS);
  return { ...emptyReading(), arrays: sets.map(readSet) };
}

function readPlist(text: string): ReturnType<typeof parseJson> {
  const value = parsePlist(text);
  return value === undefined ? { value: null, problem: "output-truncated" } : { value, problem: null };
}

function readSet(set: JsonRecord): ArrayReading {
  const name = cleanText(set.Name) ?? cleanText(set["BSD Name"]) ?? "?";
  const array = emptyArray(cleanText(set.AppleRAIDSetUUID) ?? name, name, "apple-raid");
  array.level = cleanText(set.Level);
  array.sizeBytes = toCount(set.Size);
  const text = cleanText(set.Status);
  if (text === null) array.gaps.push(gap("output-truncated", null, name));
  else array.signals.push({ source: "diskutil", text, state: meaningOf(SET_WORDS, text) });
  const spares = asList(set.Spares)
    .filter(isRecord)
    .map((spare) => ({ ...toMember(spare), state: "spare" as const }));
  setMembers(array, [...asList(set.Members).filter(isRecord).map(toMember), ...spares]);
  addMemberSignal(array);
  // of a mirror that a member was removed from diskutil says "Online", as if it had been meant to have one
  const placed = array.members.filter(({ state }) => state !== "spare").length;
  if (array.level === "Mirror" && placed === 1)
    array.signals.push({ source: "diskutil members", text: "1 in a mirror", state: "degraded" });
  const rebuilding = array.members.find(({ state }) => state === "rebuilding");
  if (rebuilding !== undefined) {
    const [, percent] = /(\d{1,3}(?:\.\d{1,3})?) ?%/.exec(rebuilding.stateText ?? "") ?? [];
    array.operation = {
      kind: "rebuild",
      isWaiting: false,
      donePercent: toPercent(percent),
      remainingSeconds: null,
      bytesPerSecond: null,
    };
  }
  return array;
}

function toMember(member: JsonRecord): ArrayMember {
  const text = cleanText(member.MemberStatus);
  const state = text === null ? "unknown" : meaningOf(MEMBER_WORDS, text);
  const name = cleanText(member["BSD Name"]) ?? cleanText(member.AppleRAIDMemberUUID);
  return arrayMember({ name, state, stateText: text });
}
