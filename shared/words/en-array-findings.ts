import { formatDate } from "../format/calendar-date.ts";
import { formatRelative, formatRunTime } from "../format/relative-time.ts";
import type { FindingDetails, NotMounted, RebuildWaits, Trend } from "../health-findings.ts";
import type { ArrayQuirk } from "../model/health-reading.ts";
import { enGaps } from "./en-gaps.ts";
import type { FindingText, WordsAbout } from "./finding-words.ts";
import { describeGapHelp } from "./missing-programs.ts";

const OPERATION: Readonly<Record<FindingDetails["ARRAY_REBUILDING"]["kind"], string>> = {
  rebuild: "It is being rebuilt onto a new member",
  resync: "Its members are being made alike again",
  reshape: "It is being given another shape",
  initialise: "It is being set up",
  migrate: "Its data is being moved",
  other: "It is being worked on",
};

/** The same, of what has not begun. */
const TO_COME: typeof OPERATION = {
  rebuild: "It is to be rebuilt onto a new member",
  resync: "Its members are to be made alike again",
  reshape: "It is to be given another shape",
  initialise: "It is to be set up",
  migrate: "Its data is to be moved",
  other: "It is to be worked on",
};

const WAITS: Readonly<Record<RebuildWaits, { readonly why: string; readonly todo: string }>> = {
  "first-write": {
    why: "Its new member is there already: the rebuild begins with the first write to the array.",
    todo: "Mount it and use it, or have it begin at once with `mdadm --readwrite`.",
  },
  "its-turn": {
    why: "Its new member is there already: the rebuild waits for another one on the same disks.",
    todo: "It goes on by itself when that is done.",
  },
  "not-said": {
    why: "Its new member is there already, and no rebuild is running yet.",
    todo: "If none begins within minutes, look with the array's own tool what keeps it.",
  },
};

const QUIRK: Readonly<Record<ArrayQuirk, FindingText>> = {
  "qnap-sparse-slots": {
    what: "This is one of the small arrays on which a QNAP keeps its own system. It has room for more disks than the box holds, so its empty places do not count as missing.",
    means: "Your files are not on it.",
    todo: "Nothing needs to be done.",
  },
  "synology-system-array": {
    what: "This is one of the small arrays on which a Synology keeps its own system or swap space, with a place for each bay. Empty bays do not count as missing.",
    means: "Your files are not on it.",
    todo: "Nothing needs to be done.",
  },
  "external-container": {
    what: "This is the container of a RAID that the computer's firmware made (Intel or DDF). It holds no data itself.",
    means: "How the data is, the volumes inside of it tell.",
    todo: "Look whether its volumes are running.",
  },
  "reshape-two-counts": {
    what: "While the array is given another shape, it reports two numbers of members: what it will have, and what it had.",
    means: "Places that are not filled yet do not count as missing.",
    todo: "Nothing needs to be done.",
  },
  "unraid-format": {
    what: "This is an Unraid array: each data disk has a file system of its own, and each parity disk makes good for one lost disk.",
    means: "If more disks are lost than there are parity disks, what is on the lost ones is gone.",
    todo: "Nothing needs to be done.",
  },
  "lvm-health-not-asked": {
    what: "The report lacks the column in which LVM says how healthy a volume is.",
    means: "Nothing in it is amiss, but it would not show a volume that lacks a disk.",
    todo: "Ask again with `lvs -o +lv_health_status`.",
  },
};

const NOT_MOUNTED_TODO =
  "Bring back what is missing: check plugs and cables. If it is lost, mount the file system for reading only, with `-o degraded,ro`, and make sure there is a good backup before anything is replaced or written.";

function notMounted({ profile, mounts, isSure }: NotMounted): string {
  if (profile === null)
    return isSure
      ? "How many copies of its data it keeps is told only while it is mounted. Whether it can be mounted without what is missing, and what of its data is left, is not known."
      : "Neither how many copies of its data it keeps is told here, nor whether it is mounted. Whether its data can be used is not known.";
  const last = `When that was last told, it kept its data as "${profile}".`;
  if (mounts === "degraded")
    return `${last} That does without so many members, so it should be possible to mount it with \`-o degraded\`. Whether its data is whole shows only then.`;
  if (mounts === "not")
    return `${last} That does not do without so many members: as long as they are missing, it is not to be expected that its data can be used.`;
  return `${last} Whether it can be mounted without what is missing, and what of its data is left, is not known.`;
}

/** English words for the reasons of verdicts on arrays, pools and volumes. */
export const enArrayFindings: WordsAbout<"ARRAY"> = {
  ARRAY_FAILED: (d) => ({
    what: `It has failed: "${d.text}"${d.missing > 0 ? `; members missing: ${d.missing}` : ""}.`,
    means: "More members are gone than it can do without. Its data cannot be used as it is.",
    todo: "Do not write to it and make nothing anew on its disks. If members only lost their connection, bring them back first; else restore from the backup.",
  }),
  ARRAY_INACTIVE: (d) => ({
    what: `It is not running: "${d.text}".`,
    means: "Its data cannot be reached. It need not be lost.",
    todo: "Look which members are there, and why it was not started, before anything is forced.",
  }),
  ARRAY_STARTING: (d, { nowMs }) => ({
    what: `It is not running: "${d.text}". The machine was started ${formatRelative(d.startedMs, nowMs, "en")}.`,
    means:
      "Arrays are started one after another while a machine starts. It was fine before; whether it still is, nobody knows until it runs. Its data cannot be reached now.",
    todo: "Wait some minutes. If it does not run by then, Backstay says that it failed.",
  }),
  ARRAY_VANISHED: (d, { nowMs }) => ({
    what: `It is gone. It was last seen ${formatRelative(d.lastSeenMs, nowMs, "en")}.`,
    means: "Nothing makes it up any more: it was stopped, removed, or lost all members at once.",
    todo: "Look whether its disks are there and who stopped it. If it was removed on purpose, tell Backstay to forget it.",
  }),
  ARRAY_DEGRADED: (d) => ({
    what:
      d.missing === null
        ? `It has lost redundancy${d.expected === null ? "" : `; members it should have: ${d.expected}`}.`
        : `Members missing: ${d.missing}${d.expected === null ? "" : ` of ${d.expected}`}.${d.notMounted?.isSure ? " It is not mounted." : ""}`,
    means:
      d.notMounted !== undefined
        ? notMounted(d.notMounted)
        : d.canLoseMore === null
          ? "Its data can still be used, with less redundancy than it should have."
          : d.canLoseMore === 0
            ? "Its data can still be used. Members it can still lose: 0. If another one fails, all is lost."
            : `Its data can still be used. Members it can still lose: ${d.canLoseMore}.`,
    todo:
      d.notMounted !== undefined
        ? NOT_MOUNTED_TODO
        : d.isBeingRebuilt
          ? "Make sure there is a good backup until it is rebuilt."
          : d.waits !== undefined
            ? `${WAITS[d.waits].why} ${WAITS[d.waits].todo} Make sure there is a good backup until it is rebuilt, and replace nothing more.`
            : "Make sure there is a good backup, and replace the missing member.",
  }),
  ARRAY_MEMBER_FAILED: (d) => ({
    what: `A member has failed${member(d.member)}${place(d)}${d.text === null ? "" : `: "${d.text}"`}.`,
    means: "It is no longer used.",
    todo: d.isArrayLost
      ? "Check its power and cable. Do not replace it yet: the array may come back with what is on it."
      : "Replace this disk. Compare its serial number before it is pulled out.",
  }),
  ARRAY_MEMBER_MISSING: (d) => ({
    what: `A member is missing${member(d.member)}${place(d)}.`,
    means: "It failed altogether, lost its connection, or was taken out.",
    todo: d.isArrayLost
      ? "Check plug and cable, and keep this disk whatever it says: the array may come back with what is on it."
      : "Check plug and cable; if it does not come back, replace it.",
  }),
  ARRAY_REBUILDING: (d) => ({
    what: d.waits === undefined ? `${OPERATION[d.kind]}${progress(d)}.` : `${TO_COME[d.kind]}. That waits.`,
    means: "Until that is done, redundancy may be reduced.",
    todo:
      d.waits === undefined
        ? "Leave it running, and replace no other disk meanwhile."
        : `${WAITS[d.waits].todo} Replace no other disk meanwhile.`,
  }),
  ARRAY_CHECKING: (d) => ({
    what: `It is being checked${progress(d)}.`,
    means: "That is routine: all members are read and compared.",
    todo: "Nothing needs to be done.",
  }),
  ARRAY_MEMBER_ERRORS: (d, { nowMs }) => ({
    what: `Errors of ${d.member}${d.serial == null ? "" : `, serial number ${d.serial}`}: ${d.read} reading, ${d.write} writing, ${d.checksum} wrong checksums${errorsBefore(d.trend, nowMs)}.`,
    means:
      "The disk or its cable is not reliable. Where redundancy is there, the data was read from another member.",
    todo: "Check the cable and run a scrub; replace the disk if the number rises.",
  }),
  ARRAY_DATA_DAMAGED: (d) => ({
    what: `Errors that redundancy could not mend: ${d.errors}.`,
    means: "Something stored in it is damaged.",
    todo: "Find the damaged files with its own tool, and restore them from the backup.",
  }),
  ARRAY_MISMATCHES: (d) => ({
    what: d.areMended
      ? `Blocks that were wrong on one member, and were mended from another: ${d.blocks}.`
      : `Blocks in which members differ: ${d.blocks}.`,
    means: d.areMended
      ? "No data was lost. A disk, a cable or the memory gave back something other than was written."
      : "Copies or parity do not match the data in these places, and nobody knows which of them is right. On mirrors some are usual.",
    todo: d.areMended
      ? "Look at the health of its disks, and check again soon: new ones mean that something is failing."
      : "Compare what matters with a backup first: a repair only makes the members alike, and what is wrong may stay. Then repair it with its own tool and check again; if they come back, look for failing memory, cables or disks.",
  }),
  ARRAY_STATE_REPORTED: (d) => ({
    what: `According to ${d.source}, its state is "${d.text}".`,
    means: "That is the word of the tool itself. Where sources do not agree, the worse one counts.",
    todo: "Look at it with its own tool.",
  }),
  ARRAY_SHRANK: (d) => ({
    what: `Members now: ${d.members}; there were ${d.baseline} once.`,
    means: "It is called fine, but has fewer members than it had, and so less redundancy or room.",
    todo: "If it was made smaller on purpose, tell Backstay to take this as the new normal; else bring the member back.",
  }),
  ARRAY_NEARLY_FULL: (d) => ({
    what: `Used: ${d.usedPercent} %.`,
    means: "When it is full, writing fails, and backups to it with it.",
    todo: "Free some room, or make it larger.",
  }),
  ARRAY_SPARE_LOST: (d) => ({
    what: `Spare disks now: ${d.spares}; there were ${d.baseline}.`,
    means: "When a member fails, nothing may step in by itself.",
    todo: "Put in another spare disk.",
  }),
  ARRAY_UNREADABLE: (d) => ({
    what: `Its state cannot be read: ${enGaps[d.reason].why}${d.message === null ? "" : ` ("${d.message}")`}.`,
    means: "Nobody knows how it is. It may be fine, and it may be degraded.",
    todo: describeGapHelp({ reason: d.reason, about: d.program ?? null }, "en"),
  }),
  ARRAY_STATE_UNKNOWN: (d) => ({
    what: `Of its state is said: "${d.text}".`,
    means: "From that Backstay cannot tell whether it is whole. It may be fine, and it may be degraded.",
    todo: "Look at it with its own tool.",
  }),
  ARRAY_NO_REDUNDANCY: (d) => ({
    what: `It has no redundancy${d.level === null ? "" : ` (${d.level})`}.`,
    means: "Nothing is wrong with it. If one disk fails, all that is on it is lost.",
    todo: "Make sure that it is backed up somewhere else.",
  }),
  ARRAY_PARTLY_UNPROTECTED: (d) => ({
    what: `Only part of it is redundant: ${d.level}.`,
    means:
      "If one disk fails, what lies in the other part is lost. That comes of writing to it while a member was missing, or of adding a single disk.",
    todo: "Give that part redundancy with its own tool: Btrfs by a balance that converts it, ZFS by attaching a second disk.",
  }),
  ARRAY_QUIRK: (d) => QUIRK[d.quirk],
};

/** All kinds together, as they were before. */
function errorsBefore(trend: Trend | null, nowMs: number): string {
  if (trend === null) return "";
  const { before, beforeMs, stableSinceMs } = trend;
  const since =
    stableSinceMs === null ? "" : `, unchanged since ${formatDate(stableSinceMs, nowMs, "en", "long")}`;
  return `; ${before} in all ${formatRelative(beforeMs, nowMs, "en")}${since}`;
}

function member(name: string | null): string {
  return name === null ? "" : `: ${name}`;
}

function place({ slot, serial }: { readonly slot: string | null; readonly serial: string | null }): string {
  return `${slot === null ? "" : `, slot ${slot}`}${serial === null ? "" : `, serial number ${serial}`}`;
}

function progress(d: FindingDetails["ARRAY_CHECKING"]): string {
  const done = d.donePercent === null ? "" : `, ${d.donePercent} % done`;
  return `${done}${d.remainingSeconds === null ? "" : `, about ${formatRunTime(d.remainingSeconds * 1000, "en")} left`}`;
}
