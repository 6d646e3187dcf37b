import { at } from "../reading/json.ts";
import { isBtrfsSysfs, parseBtrfsSysfs } from "../tools/btrfs/parse-btrfs-sysfs.ts";
import { parseBtrfsDeviceStats } from "../tools/btrfs/parse-device-stats.ts";
import { isBtrfsScrub, parseBtrfsScrub } from "../tools/btrfs/parse-scrub.ts";
import { isBtrfsShow, parseBtrfsShow } from "../tools/btrfs/parse-show.ts";
import { parseBtrfsUsage } from "../tools/btrfs/parse-usage.ts";
import { parseLvm } from "../tools/lvm/parse-lvm.ts";
import { parseMdSysfs } from "../tools/md/parse-md-sysfs.ts";
import { parseMdadmDetail } from "../tools/md/parse-mdadm-detail.ts";
import { parseMdadmExamine } from "../tools/md/parse-mdadm-examine.ts";
import { isMdadmExport } from "../tools/md/parse-mdadm-export.ts";
import { parseMdstat } from "../tools/md/parse-mdstat.ts";
import { isUnraid } from "../tools/md/parse-unraid.ts";
import { parseZpoolJson } from "../tools/zfs/parse-zpool-json.ts";
import { parseZpoolStatus } from "../tools/zfs/parse-zpool-status.ts";
import type { OutputKind } from "./output-kind.ts";

const command = (json: unknown): unknown => at(json, "output_version", "command");

/** Outputs about arrays, pools and volumes that software makes. */
export const ARRAY_KINDS = {
  mdstat: {
    about: "array",
    parse: parseMdstat,
    looksLike: ({ head }) =>
      /^Personalities :/m.test(head) || /^md\S{0,60} ?: (?:in)?active/m.test(head) || isUnraid(head),
  },
  "mdadm-examine": {
    about: "array",
    parse: parseMdadmExamine,
    looksLike: ({ head }) => /^\s{1,20}(?:Magic|Device Role|Array State) : /m.test(head),
  },
  "mdadm-detail": {
    about: "array",
    parse: parseMdadmDetail,
    looksLike: ({ head }) =>
      isMdadmExport(head) || (/^\/dev\/\S{1,200}:\s*$/m.test(head) && /^\s{1,20}Raid Level : /m.test(head)),
  },
  "md-sysfs": {
    about: "array",
    parse: parseMdSysfs,
    looksLike: ({ head }) => /^\s{0,20}(?:\S{0,200}\/md\/)?array_state[\t:=]/m.test(head),
  },
  "btrfs-device-stats": {
    about: "array",
    parse: parseBtrfsDeviceStats,
    looksLike: ({ head, json }) =>
      at(json, "device-stats") !== undefined || /^\[.{1,400}\]\.[a-z_]{1,40}_errs\s/m.test(head),
  },
  "btrfs-sysfs": { about: "array", parse: parseBtrfsSysfs, looksLike: ({ head }) => isBtrfsSysfs(head) },
  "btrfs-usage": {
    about: "array",
    parse: parseBtrfsUsage,
    looksLike: ({ head }) => /^\s{1,20}Device (?:allocated|missing):\s/m.test(head),
  },
  "btrfs-show": { about: "array", parse: parseBtrfsShow, looksLike: ({ head }) => isBtrfsShow(head) },
  "btrfs-scrub": { about: "array", parse: parseBtrfsScrub, looksLike: ({ head }) => isBtrfsScrub(head) },
  "zpool-status-j": {
    about: "array",
    parse: parseZpoolJson,
    looksLike: ({ json }) => command(json) === "zpool status",
  },
  "zpool-list-j": {
    about: "array",
    parse: parseZpoolJson,
    looksLike: ({ json }) => command(json) === "zpool list",
  },
  "zpool-status": {
    about: "array",
    parse: parseZpoolStatus,
    looksLike: ({ head }) => /^ {0,4}pool: \S/m.test(head) && /^ {0,4}(?:state|config):/m.test(head),
  },
  "lvm-json": {
    about: "array",
    parse: parseLvm,
    looksLike: ({ json }) => {
      const report = at(json, "report");
      return Array.isArray(report) && ["lv", "vg", "pv"].some((key) => at(report[0], key) !== undefined);
    },
  },
} as const satisfies Readonly<Record<string, OutputKind>>;
