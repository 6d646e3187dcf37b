import { formatBytes } from "../format/bytes.ts";
import { formatQuantity } from "../format/count.ts";
import { formatSpan } from "../format/relative-time.ts";
import { type AlertWords, namesOf } from "./alert-words.ts";
import { enChangeAlerts } from "./change-alerts.ts";
import { deliveryProblemWords } from "./delivery-problems.ts";
import { describeError } from "./describe-error.ts";
import { enDrillAlerts } from "./drill-alerts.ts";
import { enHealthAlerts } from "./en-health-alerts.ts";
import { enFailoverAlerts } from "./failover-alerts.ts";
import { enHealAlerts } from "./heal-alerts.ts";
import { enPlanHookAlerts } from "./plan-hook-alerts.ts";
import { enRotAlerts } from "./rot-alerts.ts";

const EARLIER_STAY = "The backups that were there before are not touched.";

/** What each kind of job is called, and what its failure means. `about` is the plan's, the source's or the repository's name. */
const jobs: Readonly<Record<string, { name: (about: string) => string; means: (about: string) => string }>> =
  {
    backup: {
      name: (about) => `The backup of ${about}`,
      means: (about) =>
        `${EARLIER_STAY} What changed in ${about} since the last good one is not backed up yet.`,
    },
    restore: {
      name: (about) => `The restore from ${about}`,
      means: () => "The backups are not touched. Files that were restored before it stopped are complete.",
    },
    check: {
      name: (about) => `The check of ${about}`,
      means: (about) =>
        `Nothing was changed. Whether everything in ${about} can be read is not known until a check ends.`,
    },
    forget: {
      name: (about) => `Thinning out the snapshots of ${about}`,
      means: () => "No backup is lost: more snapshots are kept than the plan asks for.",
    },
    prune: {
      name: (about) => `Freeing space in ${about}`,
      means: () => "No backup is lost: data that nothing needs any more still takes up space.",
    },
    replicate: {
      name: (about) => `Copying ${about} to its replica`,
      means: (about) =>
        `${EARLIER_STAY} What was copied can be restored there, but the newest snapshots of ${about} may be in one place only.`,
    },
    repair: {
      name: (about) => `The repair of ${about}`,
      means: (about) =>
        `Nothing whole is lost: what is damaged in ${about} stays as it is until a repair comes to its end.`,
    },
  };

const otherJob = {
  name: (about: string) => `The work on ${about}`,
  means: () => EARLIER_STAY,
};

/** What is below one minute counts as one. */
const age = (ageMs: number) => formatSpan(Math.max(ageMs, 60_000), "en");

/** English words for alerts. */
export const enAlertWords: AlertWords = {
  ...enHealthAlerts,
  ...enFailoverAlerts,
  ...enDrillAlerts,
  ...enHealAlerts,
  ...enChangeAlerts,
  ...enPlanHookAlerts,
  ...enRotAlerts,
  JOB_FAILED: ({ kind, about, error }, { resolvedMs }) => {
    const { message, hint } = describeError(error, "en", "page");
    const job = jobs[kind] ?? otherJob;
    return {
      title: `${job.name(about)} failed`,
      summary: message,
      happened: message,
      means: resolvedMs === null ? job.means(about) : "It has worked again since. Nothing is missing.",
      toDo: resolvedMs === null ? hint : "Nothing. It ended by itself.",
    };
  },
  JOB_HAD_PROBLEMS: ({ kind, about, problemCount, firstPaths }, { resolvedMs }) => {
    const things = formatQuantity(problemCount, "file or folder", "files or folders");
    const further = problemCount - firstPaths.length;
    const list = (all: readonly string[]) =>
      [...all, ...(further > 0 ? [`and ${further} more`] : [])].join(", ");
    const paths = list(firstPaths);
    const words = problemsOf(kind, things);
    if (kind === "repair" && problemCount === 0) return repairedWords(about, resolvedMs);
    return {
      title: words.title(about),
      summary: `${firstPaths.length === 0 ? things : list(namesOf(firstPaths))}.`,
      happened: `${words.happened}${paths === "" ? "" : `: ${paths}`}.`,
      means: resolvedMs === null ? words.means : "The next one had no such problem.",
      toDo: resolvedMs === null ? words.toDo : "Nothing. It ended by itself.",
    };
  },
  SOURCE_OVERDUE: ({ about, newestMs, deadlineMs }, { nowMs, resolvedMs }) => {
    const late = age((resolvedMs ?? nowMs) - deadlineMs);
    const ended = resolvedMs !== null;
    return {
      title: ended ? `${about} was overdue by ${late}` : `${about} is overdue by ${late}`,
      summary: ended
        ? "A good backup ended it."
        : newestMs === null
          ? "It was never backed up."
          : `The newest good backup is ${age(nowMs - newestMs)} old.`,
      happened:
        newestMs === null
          ? `No backup of ${about} has been made, and its deadline is over.`
          : `No good backup of ${about} was made in time. The newest one was ${age((resolvedMs ?? nowMs) - newestMs)} old${ended ? " when the next came" : ""}.`,
      means: ended
        ? `${about} has a good backup again.`
        : newestMs === null
          ? `If ${about} is lost now, nothing of it comes back.`
          : `The newest good backup is whole. If ${about} is lost now, the work of ${age(nowMs - newestMs)} is lost with it.`,
      toDo: ended
        ? "Nothing. It ended by itself."
        : "Start the backup now. If it fails, its error says what to do; if it never starts, see whether its plan is paused.",
    };
  },
  REPOSITORY_UNREACHABLE: ({ about, error }, { resolvedMs }) => {
    const { message, hint } = describeError(error, "en", "page");
    const ended = resolvedMs !== null;
    return {
      title: ended ? `${about} could not be reached` : `${about} cannot be reached`,
      summary: ended ? "It answers again." : message,
      happened: message,
      means: ended
        ? "It answers again, and its backups are as they were."
        : `New backups to ${about} wait. Whether the ones in it are well cannot be told until it answers.`,
      toDo: ended ? "Nothing. It ended by itself." : hint,
    };
  },
  DATA_FOLDER_FULL: ({ about, freeBytes }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const free = formatBytes(freeBytes);
    return {
      title: ended
        ? `Backstay's folder ${about} was nearly full`
        : `Backstay's folder ${about} is nearly full`,
      summary: ended ? "There is room again." : `${free} left on its disk.`,
      happened: `The disk with Backstay's own folder ${about} had ${free} left.`,
      means: ended
        ? "Backups start again. Those that were there before were never touched."
        : "Earlier backups are safe where they are. When nothing is left, no backup can start, and nothing that is set here is kept.",
      toDo: ended
        ? "Nothing. It ended by itself."
        : "Free some space on this disk. Backstay goes on by itself.",
    };
  },
  CHANNEL_FAILING: ({ about, problem, answer }, { resolvedMs }) => {
    const { message, hint } = deliveryProblemWords(problem, "en");
    const ended = resolvedMs !== null;
    return {
      title: ended ? `${about} did not deliver alerts` : `${about} does not deliver alerts`,
      summary: ended ? "It delivers again." : message,
      happened: answer === "" ? message : `${message} The answer was: “${answer}”.`,
      means: ended
        ? "It delivers again. What had waited was sent."
        : `No backup is touched, but whoever is told by ${about} does not hear of alerts. They wait for a day.`,
      toDo: ended ? "Nothing. It ended by itself." : hint,
    };
  },
};

/** Nothing is known to be lacking, which is not the same as proved. */
function repairedWords(about: string, resolvedMs: number | null) {
  const ended = resolvedMs !== null;
  return {
    title: ended ? `${about} was repaired` : `${about} is repaired and not checked yet`,
    summary: ended ? "A check found it whole." : "Nothing is known to be lacking any more.",
    happened: `The damage that checks found in ${about} was repaired, and nothing was lost by it.`,
    means: ended
      ? "A check found everything whole."
      : "No snapshot lacks anything that is known of. Only a check proves that the data is whole.",
    toDo: ended
      ? "Nothing. It ended by itself."
      : "Check everything once more: this ends when the check finds nothing. Watch the disk it lies on.",
  };
}

function problemsOf(kind: string, things: string) {
  if (kind === "restore") {
    return {
      title: (about: string) => `Not everything from ${about} was restored`,
      happened: `${things} could not be restored, or not fully`,
      means: "Everything else is restored. The backups are not touched.",
      toDo: "Look at the reasons in the job. What is still missing can be restored again, to another folder if need be.",
    };
  }
  if (kind === "check") {
    return {
      title: (about: string) => `The check of ${about} found damage`,
      happened: `${things} in the repository are damaged`,
      means: "Some files may not come back from the snapshots that need this data. Everything else is well.",
      toDo: "Repair it, then start a backup, which stores again what is still on this computer, and check once more. The job says what is damaged. Watch the disk it lies on.",
    };
  }
  if (kind === "replicate") {
    return {
      title: (about: string) => `Not everything of ${about} could be copied to its replica`,
      happened: `Damage was met where it is copied from: ${things} or data that they need`,
      means: "Snapshots that need what is damaged are not at the replica. All others are there, and whole.",
      toDo: "Check everything where it is copied from, and repair what the check finds. The next copy takes over what was left out. Watch the disk it lies on.",
    };
  }
  if (kind === "repair") {
    return {
      title: (about: string) => `Not everything in ${about} is whole again`,
      happened: `What was damaged is taken out of the repository. ${things} in it still lack something`,
      means: "They cannot be restored completely from the snapshots that need them. Everything else is well.",
      toDo: "Start a backup: it stores again what is still on this computer. Then check everything once more: this ends when nothing is lacking, and otherwise the check names what stays lost. Watch the disk it lies on.",
    };
  }
  return {
    title: (about: string) => `Some files of ${about} are not in the backup`,
    happened: `${things} could not be read`,
    means: "Everything else is in the backup. Of these, older snapshots hold what was readable then.",
    toDo: "Look at the reasons in the job. Close programs that hold the files, allow Backstay to read them, or exclude them; then back up again.",
  };
}
