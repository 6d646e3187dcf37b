import { at } from "../reading/json.ts";
import { parseAppleRaid } from "../tools/apple-raid/parse-apple-raid.ts";
import { parseArcconf } from "../tools/arcconf/parse-arcconf.ts";
import { parseMegacli } from "../tools/megacli/parse-megacli.ts";
import { parseQnapWalk } from "../tools/snmp/parse-qnap.ts";
import { parseSynologyWalk } from "../tools/snmp/parse-synology.ts";
import { parseTruenasWalk } from "../tools/snmp/parse-truenas.ts";
import { parseSsacli } from "../tools/ssacli/parse-ssacli.ts";
import { parseStorageSpaces } from "../tools/storage-spaces/parse-storage-spaces.ts";
import { isStorcliText, parseStorcli } from "../tools/storcli/parse-storcli.ts";
import type { OutputKind, Peek } from "./output-kind.ts";

/** Outputs about controllers and boxes, with the disks and arrays behind them. */
export const CONTROLLER_KINDS = {
  storcli2: {
    about: "controller",
    parse: parseStorcli,
    looksLike: (peek) => isStorcli(peek) && /"CLI Version"\s*:\s*"0*8\./.test(peek.head),
  },
  // perccli answers in the same words
  storcli: {
    about: "controller",
    parse: parseStorcli,
    looksLike: (peek) => isStorcli(peek) || isStorcliText(peek.head),
  },
  "apple-raid": {
    about: "array",
    parse: parseAppleRaid,
    looksLike: ({ head, json }) =>
      at(json, "AppleRAIDSets") !== undefined || /"AppleRAIDSets"\s*:|<key>AppleRAIDSets<\/key>/.test(head),
  },
  "storage-spaces": {
    about: "array",
    parse: parseStorageSpaces,
    looksLike: ({ head }) =>
      /"MSFT_(?:PhysicalDisk|VirtualDisk|StoragePool)"|"(?:ResiliencySettingName|IsPrimordial|ReadErrorsUncorrected)"\s*:/.test(
        head,
      ) ||
      (/"HealthStatus"\s*:/.test(head) && /"OperationalStatus"\s*:/.test(head)),
  },
  "synology-walk": {
    about: "controller",
    parse: parseSynologyWalk,
    looksLike: ({ head }) => isWalkBelow("6574", head),
  },
  "qnap-walk": {
    about: "controller",
    parse: parseQnapWalk,
    looksLike: ({ head }) => isWalkBelow("24681", head) || isWalkBelow("55062", head),
  },
  "truenas-walk": {
    about: "array",
    parse: parseTruenasWalk,
    looksLike: ({ head }) => isWalkBelow("50536", head),
  },
  arcconf: {
    about: "controller",
    parse: parseArcconf,
    looksLike: ({ head }) => /^Controllers found: ?\d/m.test(head),
  },
  megacli: {
    about: "controller",
    parse: parseMegacli,
    looksLike: ({ head }) =>
      /^Adapter #\d|^Adapter \d+ -- Virtual Drive Information|^Firmware state: |^BBU status for Adapter/m.test(
        head,
      ),
  },
  ssacli: {
    about: "controller",
    parse: parseSsacli,
    looksLike: ({ head }) =>
      /^[^\S\n]{0,12}(?:(?:physicaldrive|logicaldrive) \S|Array:? [A-Z]\b|(?:HPE? )?Smart (?:Array|HBA)\b.* in Slot )/im.test(
        head,
      ),
  },
} as const satisfies Readonly<Record<string, OutputKind>>;

function isStorcli({ head, json }: Peek): boolean {
  return (
    Array.isArray(at(json, "Controllers")) || /"Controllers"\s*:\s*\[\s*\{\s*"Command Status"/.test(head)
  );
}

/** @param branch the maker's number below the enterprises */
function isWalkBelow(branch: string, head: string): boolean {
  // a walk of everything begins with the box's own identifier, long before its branch comes
  return new RegExp(`(?:3\\.6\\.1\\.4\\.1|enterprises)\\.${branch}(?![0-9])`).test(head);
}
