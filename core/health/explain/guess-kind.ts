import { hasJson, parseJson } from "../reading/json.ts";
import { KIND_NAMES, KINDS, type KindName } from "./kinds.ts";

/** No tool takes longer to show what it is. */
const HEAD_LENGTH = 64 * 1024;

/** Kinds that one output may look like at once. */
const ALIKE: readonly ReadonlySet<KindName>[] = [
  new Set(["smartctl", "smartctl-scan"]),
  new Set(["storcli", "storcli2"]),
  new Set(["zpool-status-j", "zpool-list-j"]),
  new Set(["mdadm-detail", "mdadm-examine"]),
];

/** What no JSON can be in, be it broken: where it is, it is somebody else's. */
const ALL_TEXT: ReadonlySet<KindName> = new Set([
  ...(["mdstat", "mdadm-examine", "mdadm-detail", "md-sysfs", "zpool-status"] as const),
  ...(["btrfs-sysfs", "btrfs-usage", "btrfs-show", "btrfs-scrub"] as const),
  ...(["arcconf", "megacli", "ssacli"] as const),
]);

/** @returns the kind of output a text looks like; undefined when it looks like none */
export function guessKind(text: string): KindName | undefined {
  const { value } = parseJson(text);
  const peek = { head: text.slice(0, HEAD_LENGTH), json: value ?? undefined };
  return KIND_NAMES.find((name) => KINDS[name].looksLike(peek));
}

/**
 * @param name what the text was taken to be
 * @returns whether something else is in it as well, of which a parser for the one would see nothing
 */
export function isMixed(text: string, name: KindName): boolean {
  if (ALL_TEXT.has(name) && hasJson(text)) return true;
  const { value } = parseJson(text);
  const peek = { head: text, json: value ?? undefined };
  return KIND_NAMES.some((other) => !areAlike(name, other) && KINDS[other].looksLike(peek));
}

function areAlike(one: KindName, other: KindName): boolean {
  return one === other || ALIKE.some((kinds) => kinds.has(one) && kinds.has(other));
}
