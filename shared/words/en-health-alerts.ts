import { formatSpan } from "../format/relative-time.ts";
import type { AlertSubject } from "../model/alert.ts";
import type { AlertMoment, AlertText, AlertWords } from "./alert-words.ts";
import { describeError } from "./describe-error.ts";
import { enFindings } from "./en-findings.ts";
import { enGaps } from "./en-gaps.ts";
import { findingOfTrouble } from "./trouble-finding.ts";

type Trouble = Extract<
  AlertSubject,
  { readonly code: "DISK_TROUBLE" | "ARRAY_TROUBLE" | "CONTROLLER_TROUBLE" }
>;
type Codes = Trouble["code"] | "HOST_SILENT" | "HEALTH_NOT_READ";

const NOTHING = "Nothing. It ended by itself.";
const KIND: Readonly<Record<Trouble["code"], string>> = {
  DISK_TROUBLE: "Disk",
  ARRAY_TROUBLE: "Array",
  CONTROLLER_TROUBLE: "RAID controller",
};
const IS: Readonly<Record<Trouble["verdict"], string>> = {
  ok: "is fine",
  asleep: "is asleep",
  checking: "is being checked",
  unknown: "cannot be judged",
  warning: "needs a look",
  rebuilding: "is rebuilding",
  degraded: "is degraded",
  failing: "is failing",
  failed: "has failed",
};
const WAS: Readonly<Record<Trouble["verdict"], string>> = {
  ok: "was fine",
  asleep: "was asleep",
  checking: "was being checked",
  unknown: "could not be judged",
  warning: "needed a look",
  rebuilding: "was rebuilding",
  degraded: "was degraded",
  failing: "was failing",
  failed: "had failed",
};

function trouble(subject: Trouble, { nowMs, resolvedMs }: AlertMoment): AlertText {
  const { about, hostName, verdict } = subject;
  const isOver = resolvedMs !== null;
  const is = (isOver ? WAS : IS)[verdict];
  const words = findingOfTrouble(subject, enFindings, { nowMs });
  const what = words?.what ?? `Its verdict is "${verdict}".`;
  return {
    title: `${KIND[subject.code]} ${about} in ${hostName} ${is}`,
    summary: isOver ? "It is fine again." : what,
    happened: what,
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
    const { why, todo } = enGaps[gap.reason];
    const what = gap.about === null ? "" : ` (${gap.about})`;
    return {
      title: ended ? `Disks of ${about} could not be read` : `Disks of ${about} cannot be read any more`,
      summary: ended ? "They are read again." : `${unread} of its disks and arrays: ${why}.`,
      happened: `${unread} of its disks and arrays that could be read before could not be read${what}: ${why}.`,
      means: ended
        ? "They are read again."
        : "Nobody knows how they are. If one of them starts to fail, nobody is told.",
      toDo: ended ? NOTHING : todo,
    };
  },
};
