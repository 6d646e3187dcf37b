import { formatBytes } from "../format/bytes.ts";
import { formatSpan } from "../format/relative-time.ts";
import type { AlertSubject } from "../model/alert.ts";
import type { AlertMoment, AlertText, AlertWords } from "./alert-words.ts";
import { describeError } from "./describe-error.ts";
import { enFindings } from "./en-findings.ts";
import { enGaps } from "./en-gaps.ts";
import { enTroubleTitle } from "./en-trouble-title.ts";
import { describeGapHelp } from "./missing-programs.ts";
import { findingOfTrouble, KIND_OF_TROUBLE } from "./trouble-finding.ts";

type Trouble = Extract<
  AlertSubject,
  { readonly code: "DISK_TROUBLE" | "ARRAY_TROUBLE" | "CONTROLLER_TROUBLE" }
>;
type Codes = Trouble["code"] | "VOLUME_FULL" | "HOST_SILENT" | "HEALTH_NOT_READ";

const NOTHING = "Nothing. It ended by itself.";
function trouble(subject: Trouble, { nowMs, resolvedMs }: AlertMoment): AlertText {
  const { about, shortName, hostName, verdict } = subject;
  const isOver = resolvedMs !== null;
  const words = findingOfTrouble(subject, enFindings, { nowMs });
  const what = words?.what ?? `Its verdict is "${verdict}".`;
  // the title names the disk as short as it can: its serial number is here
  const own = shortName === undefined ? what : `${about}. ${what}`;
  const lost = subject.code === "ARRAY_TROUBLE" ? (subject.lostDisks ?? []) : [];
  const disks = lost.map(({ about: name, slot, finding }) => {
    const where = slot === null ? "" : `, slot ${slot}`;
    const why = findingOfTrouble({ finding }, enFindings, { nowMs })?.what ?? "";
    return `The disk ${name}${where}: ${why}`.trimEnd();
  });
  const happened = [own, ...disks].join(" ");
  return {
    title: enTroubleTitle(
      { kind: KIND_OF_TROUBLE[subject.code], name: about, shortName, hostName, verdict },
      isOver,
    ),
    summary: isOver ? "It is fine again." : happened,
    happened,
    means: isOver
      ? "What was read of it last shows no such trouble any more."
      : (words?.means ?? "What this means for the data is not known."),
    toDo: isOver ? NOTHING : (words?.todo ?? "Look at it on the page Storage."),
  };
}

/** English words for alerts about watched hosts and what is on them. */
export const enHealthAlerts: Pick<AlertWords, Codes> = {
  DISK_TROUBLE: trouble,
  ARRAY_TROUBLE: trouble,
  CONTROLLER_TROUBLE: trouble,
  VOLUME_FULL: ({ about, hostName, usedPercent, freeBytes, sizeBytes, lacksFiles }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const left = `${formatBytes(freeBytes)} of ${formatBytes(sizeBytes)}`;
    const what = lacksFiles
      ? `Of the files that it can hold, ${usedPercent} % are there; ${left} left.`
      : `${usedPercent} % is used; ${left} left.`;
    return {
      title: ended ? `${about} in ${hostName} was nearly full` : `${about} in ${hostName} is nearly full`,
      summary: ended ? "There is room again." : what,
      happened: what,
      means: ended
        ? "What is written there finds room again."
        : "What is there stays as it is. When it is full, nothing more can be written, and backups to it fail.",
      toDo: ended
        ? NOTHING
        : lacksFiles
          ? "Remove files that nobody needs there; it is their number that counts, not their size."
          : "Free some room there, or make it larger. If backups lie on it, keep fewer old ones.",
    };
  },
  HOST_SILENT: ({ about, answeredMs, error }, { nowMs, resolvedMs }) => {
    const { message, hint } = describeError(error, "en", "page");
    const ended = resolvedMs !== null;
    const age = answeredMs === null ? undefined : formatSpan(Math.max(nowMs - answeredMs, 60_000), "en");
    return {
      title: ended ? `${about} did not answer` : `${about} does not answer`,
      summary: ended ? "It answers again." : message,
      happened: message,
      means: ended
        ? "Its disks and arrays are read again."
        : age === undefined
          ? "Nobody knows how its disks and arrays are: they were never read."
          : `Nobody knows how its disks and arrays are: the last reading is ${age} old.`,
      toDo: ended ? NOTHING : hint,
    };
  },
  HEALTH_NOT_READ: ({ about, unread, gap }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const { why } = enGaps[gap.reason];
    const what = gap.about === null ? "" : ` (${gap.about})`;
    return {
      title: ended ? `Disks of ${about} could not be read` : `Disks of ${about} cannot be read any more`,
      summary: ended ? "They are read again." : `${unread} of its disks and arrays: ${why}.`,
      happened: `${unread} of its disks and arrays that could be read before could not be read${what}: ${why}.`,
      means: ended
        ? "They are read again."
        : "Nobody knows how they are. If one of them starts to fail, nobody is told.",
      toDo: ended ? NOTHING : describeGapHelp(gap, "en"),
    };
  },
};
