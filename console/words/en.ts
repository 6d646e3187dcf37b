import { formatQuantity } from "../../shared/format/count.ts";
import { oddEntryWords } from "../../shared/words/entry-faults.ts";
import { packHeaderFaultWords } from "../../shared/words/listing-faults.ts";
import { enAlerts } from "./alerts-words.ts";
import { enCheckWords } from "./en-check.ts";
import { enHostWords } from "./en-host.ts";
import { enHealth } from "./health-words.ts";
import type { ConsoleWords } from "./types.ts";
import { enWatching } from "./watching-words.ts";

export const enWords: ConsoleWords = {
  progress: {
    files: (done, total) => `${total === undefined ? done : `${done} / ${total}`} files`,
    remaining: (clock) => `${clock} left`,
    scanning: "still looking",
  },
  password: {
    ask: (location) => `Password of the repository at ${location}: `,
    askNew: "New password: ",
    askAgain: "The same again: ",
    different: "The two are not the same. Once more.",
    wrong: "This password is not right. Once more.",
    fromStdin: "Reading the password from standard input.",
    empty: "what was given is empty",
    commandFailed: (program, how) => `the command ${program} did not print one, ${how}`,
    endedWith: (status) => `it ended with status ${status}`,
    cannotRun: "it is not there or may not be run",
  },
  opened: (id, version, cacheFolder) =>
    `Opened repository ${id}, format ${version}, ${cacheFolder === undefined ? "without a cache" : `cache in ${cacheFolder}`}`,
  withoutLock:
    "Warning: nothing may be written in the repository, so it is read without a lock. Let nobody prune it meanwhile.",
  lockLeft: (why) =>
    `Warning: all is done, but the lock could not be removed: ${why} Other computers cannot prune the repository for half an hour, unless \`backstay unlock --remove-all\` is run there.`,
  untilReachable: (why) => `Warning: ${why} Trying again for five minutes, and going on from there.`,
  withoutCache: (why) => `Warning: ${why} Going on without it, which takes longer.`,
  columns: {
    id: "ID",
    time: "Time",
    host: "Host",
    tags: "Tags",
    paths: "Paths",
    size: "Size",
    reasons: "Reasons",
    user: "User",
    created: "Created",
  },
  problems: {
    vanished: "it vanished while the backup ran",
    denied: "access was refused",
    changed: "it changed while it was read; the backup holds what was read",
    unreadable: "it cannot be read",
    attributes: "its extended attributes cannot be read; everything else is in the backup",
    replaced: "something else took its place while the backup ran",
    "not-mounted": "the share that was here is not mounted; what is on it is not in this snapshot",
    "dump-failed": "its dump is not whole; what came of it has a name that ends in .incomplete",
    "database-busy":
      "another program kept this database to itself; it was read as any file is, and the copy may not open if something was written meanwhile",
    "database-unclear":
      "this database could not be read as of one moment, as it is damaged or SQLite cannot open it here; it was read as any file is",
  },
  furtherProblems: (count) => `and ${formatQuantity(count, "more problem")}`,
  init: {
    made: (id, location) => `Made repository ${id} at ${location}.`,
    keepPassword:
      "Keep its password in a second place. Without it nobody can read the backups, you included.",
    alike: (id) =>
      `It is a replica of repository ${id}: the same id, the same way of cutting files, the same master key.`,
  },
  backup: {
    mode: (mode, parent) =>
      parent === undefined ? `${mode}, everything is read` : `${mode}, compared with ${parent}`,
    files: (added, changed, unchanged) =>
      `Files:    ${added} new, ${changed} changed, ${unchanged} unchanged`,
    folders: (added, changed, unchanged) =>
      `Folders:  ${added} new, ${changed} changed, ${unchanged} unchanged`,
    added: (bytes, storedBytes) => `Added:    ${bytes}, stored as ${storedBytes}`,
    wouldAdd: (bytes) => `Would add ${bytes} before compression`,
    saved: (id) => `Saved snapshot ${id}`,
    notSaved: "Dry run, nothing was saved",
    processed: (files, bytes, duration) => `${formatQuantity(files, "file")}, ${bytes} in ${duration}`,
    unreadable: (count) =>
      `${formatQuantity(count, "file or folder", "files or folders")} could not be saved properly, see above.`,
    actions: { new: "new      ", changed: "changed  ", same: "unchanged" },
    noMatch: (pattern) => `Nothing fits the pattern ${pattern}; it is passed over.`,
    parentLost: (id, folders) =>
      `Warning: ${formatQuantity(folders, "folder")} of snapshot ${id}, with which this backup compares, cannot be read. What is in them was saved anew. Run \`backstay check\`.`,
    holdsRepository: (location) =>
      `Warning: the repository ${location} is inside of what is backed up, so every backup stores all earlier ones again. Leave it out with --exclude.`,
    noSuchSource: (path) =>
      path === ""
        ? "An empty argument names nothing to back up; it is passed over. Is a variable not set?"
        : `There is no ${path}; it is passed over.`,
  },
  snapshots: {
    count: (count) => formatQuantity(count, "snapshot"),
    group: (description) => (description === "" ? "All snapshots:" : `Snapshots of ${description}:`),
    broken: (id) =>
      `Snapshot ${id} is damaged and left out here. Get its file back from a replica, or remove it with \`backstay forget ${id}\`.`,
    notFound: (wanted) =>
      wanted === ""
        ? "An empty argument names no snapshot; it is passed over. Is a variable not set?"
        : `There is no snapshot ${wanted}; it is passed over.`,
    heading: (id, paths, time) => `Snapshot ${id} of ${paths} from ${time}:`,
    foundIn: (id, time) => `Found in snapshot ${id} from ${time}:`,
  },
  diff: {
    heading: (before, after) => `From snapshot ${before} to ${after}:`,
    changed: (files) => `Changed: ${formatQuantity(files, "file")}`,
    added: (files, folders, others, bytes) =>
      `Added:   ${formatQuantity(files, "file")}, ${formatQuantity(folders, "folder")}, ${formatQuantity(others, "other")}; ${bytes} that only the second needs`,
    removed: (files, folders, others, bytes) =>
      `Removed: ${formatQuantity(files, "file")}, ${formatQuantity(folders, "folder")}, ${formatQuantity(others, "other")}; ${bytes} that only the first needs`,
  },
  restore: {
    heading: (id) => `Restoring snapshot ${id}`,
    restored: (files, bytes) => `Restored ${formatQuantity(files, "file")}, ${bytes}`,
    wouldRestore: (files, bytes) => `Dry run: would restore ${formatQuantity(files, "file")}, ${bytes}`,
    others: (count, isDryRun) =>
      `${formatQuantity(count, "link, special file or further name of a file", "links, special files and further names of files")} ${isDryRun ? "would be restored" : "restored"} too`,
    nothing: "Warning: nothing in the snapshot fits what was asked for.",
    unchanged: (files) => `${formatQuantity(files, "file")} already there`,
    skipped: (files) => `${formatQuantity(files, "file")} left as found`,
    verified: (files) => `${formatQuantity(files, "file")} read back and right`,
    renamed: (entries) =>
      `${formatQuantity(entries, "entry", "entries")} under another name, beside what stands in the place:`,
    renamedAs: (path, name) => `  ${path}, as ${name}`,
    incomplete: (count) =>
      `${formatQuantity(count, "entry", "entries")} could not be restored properly, see above.`,
    problems: {
      damaged:
        "its content cannot be read from the repository; what was in its place before is left as it was",
      "verify-failed": "what was read back is not what was written; it was removed. Look after the disk",
      "not-compared":
        "it could not be read, so whether it holds what the snapshot has is not known; it was left as it is. Try again as somebody who may read it",
      "unsafe-name": "its name cannot be a file's name here",
      "broken-tree": "its entry in the snapshot contradicts itself",
      ...oddEntryWords.en,
      "size-differs":
        "the snapshot gives it another size than its content has; it was restored with the content as it is stored. Look whether it is what it should be",
      "no-link-target":
        "it is a link whose target is empty or holds a NUL character, which no link can; it was left out, what is beside it was not. Such links are made by faulty programs, or forged",
      "too-deep": "it lies too deep in folders",
      endless:
        "the folders in it hold the same folders again and again, more than a hundred million entries in all; it was forged, and is left out or broken off",
      "in-the-way": "something of another type stands in its place and was left there",
      "folder-in-the-way":
        "something that is no folder stands in its place and was left there; nothing of what is in the folder was restored",
      denied: "access was refused",
      attributes: "it is restored, but not all of its owner, attributes or times",
      unsupported: "this system has nothing of its type",
      failed: "the system refused",
    },
  },
  phases: {
    index: "reading the index",
    packs: "reading packs",
    lost: "finding what is affected",
    find: "finding what is needed",
    compare: "comparing the two",
    copy: "copying packs",
    heal: "mending files",
    repack: "writing packs anew",
    remove: "removing packs",
    forget: "removing snapshots",
    stats: "counting",
  },
  check: enCheckWords,
  rebuild: {
    leftOut: (packId, reason, saved, lost) =>
      `Pack ${packId} is damaged${reason === undefined ? "" : `, also its list of contents (${packHeaderFaultWords.en[reason]})`}, and is left out of the index. Saved from it: ${formatQuantity(saved, "blob")}; lost for now: ${formatQuantity(lost, "blob")}.`,
    forgotten: (packs) =>
      `${formatQuantity(packs, "pack that the old index named is", "packs that the old index named are")} not there any more.`,
    done: (packs, packsRead) =>
      `The new index names ${formatQuantity(packs, "pack")}; ${formatQuantity(packsRead, "pack")} had to be read.`,
    backUpAgain: (lost) =>
      `${formatQuantity(lost, "blob is", "blobs are")} lost for now. Back the sources up again, with \`backstay backup\`: what they still hold is stored anew. Then \`backstay check\` says what snapshots still lack.`,
    pruneLeftOver:
      "Nothing is lost. `backstay prune` removes the damaged packs, which nobody needs any more.",
  },
  forget: {
    noRule: "No rule was given, so no snapshot is removed.",
    keep: "To keep:",
    remove: "To remove:",
    removed: (count, ids) => `Removed ${formatQuantity(count, "snapshot")}: ${ids}`,
    wouldRemove: (count, ids) => `Would remove ${formatQuantity(count, "snapshot")}: ${ids}`,
  },
  prune: {
    total: (blobs, bytes) => `The repository holds ${bytes} in ${formatQuantity(blobs, "blob")}.`,
    rewrite: (packs, bytes, removedBytes) =>
      `To write anew: ${formatQuantity(packs, "pack")}, ${bytes}, of which ${removedBytes} are dropped`,
    remove: (packs, bytes) => `To remove:     ${formatQuantity(packs, "pack")}, ${bytes}`,
    freed: (bytes) => `Freed:         ${bytes}`,
    remaining: (bytes, unusedBytes, percent) =>
      `Remaining:     ${bytes}, of which ${unusedBytes} unused (${percent}%)`,
    dryRun: "Dry run, nothing was changed.",
    done: "Done.",
  },
  stats: {
    heading: (mode, snapshots) => `${formatQuantity(snapshots, "snapshot")}, counted as ${mode}:`,
    files: (count) => `  ${formatQuantity(count, "file")}`,
    blobs: (count) => `  ${formatQuantity(count, "blob")}`,
    uncompressed: (bytes) => `  ${bytes} uncompressed`,
    compression: (ratio, savedPercent) => `  compressed to 1/${ratio}, which saves ${savedPercent}%`,
    size: (bytes) => `  ${bytes} in total`,
  },
  keys: {
    added: (id) => `Added key ${id}.`,
    removed: (id) => `Removed key ${id}.`,
    changed: (id) => `The password is changed. The new key is ${id}.`,
  },
  unlocked: (count, damagedLeft) =>
    [
      ...(count > 0 ? [`Removed ${formatQuantity(count, "lock")}.`] : []),
      ...(damagedLeft > 0
        ? [
            `${formatQuantity(damagedLeft, "damaged lock was", "damaged locks were")} left, because somebody may be writing there at this moment. If nothing works on the repository, \`backstay unlock --remove-all\` removes it too.`,
          ]
        : []),
    ].join(" ") || "There were no locks to remove.",
  host: enHostWords,
  health: enHealth,
  alerts: enAlerts,
  watching: enWatching,
};
