import type { ErrorDetails } from "../errors.ts";
import { formatBytes } from "../format/bytes.ts";
import { formatQuantity } from "../format/count.ts";
import { shortId } from "../ids.ts";
import { commandTrouble } from "./command-trouble.ts";
import { enDatabaseWords } from "./database-words.ts";
import { enDrillErrorWords } from "./drill-error-words.ts";
import { enHostWords } from "./en-host.ts";
import { enStorageWords } from "./en-storage.ts";
import { enTerms } from "./en-terms.ts";
import { enUsage } from "./en-usage.ts";
import { entryFaultWords } from "./entry-faults.ts";
import { packHeaderFaultWords, treeFaultWords } from "./listing-faults.ts";
import { enReplicaWords } from "./replica-words.ts";
import { targetTrouble } from "./target-trouble.ts";
import { enTransitionWords } from "./transition-words.ts";
import type { ErrorWords } from "./types.ts";

const { kinds, corrupt, pattern, pruneObstacle, unsafeName, entryTypeWrong, location, expected, cancelled } =
  enTerms;

/** What a file system says is free may be kept for others, or be taken while somebody writes: then no amount can be named. */
const roomHint = (d: ErrorDetails["STORE_FULL"]) =>
  d.needBytes > d.freeBytes
    ? `Free at least ${formatBytes(d.needBytes - d.freeBytes)},`
    : "Free some space there,";

export const enWords: ErrorWords = {
  ...enHostWords,
  ...enStorageWords,
  ...enReplicaWords,
  ...enTransitionWords,
  ...enDrillErrorWords,
  ...enDatabaseWords,
  REPOSITORY_MISSING: (d) => ({
    message: `There is no repository at ${d.location}.`,
    hint: "Nothing was written. Check the location and whether the disk or share is mounted, or make a repository with `backstay init`.",
  }),
  REPOSITORY_EXISTS: (d) => ({
    message: `There is a repository at ${d.location} already.`,
    hint: "It was left as it is. Use it with its own password, or choose another location.",
  }),
  REPOSITORY_LOCKED: (d) => ({
    message: d.isDamaged
      ? `The repository at ${d.location} has a lock that cannot be read (${shortId(d.lockId)}), so nobody knows whose it is.`
      : `The repository at ${d.location} is ${d.exclusive ? "locked" : "in use"} by ${d.username} on ${d.hostname} (process ${d.pid}) since ${d.since}.`,
    hint: d.isDamaged
      ? "Nothing was changed. Somebody may be writing it at this moment: try again in a minute. Half an hour after it was written it counts for nothing. To go on at once, make sure that nothing works on the repository, then remove it with `backstay unlock --remove-all`."
      : `Nothing was changed. Wait until that work is done; if it crashed, remove its lock ${shortId(d.lockId)} with \`backstay unlock\`.`,
  }),
  LOCK_LOST: (d) => ({
    message: `The lock on the repository at ${d.location} could not be kept: ${d.reason}.`,
    hint: "The work was stopped before it could disturb others. Finished backups are safe; start it again.",
  }),
  WRONG_PASSWORD: (d) => ({
    message: `The password does not open the repository at ${d.location}.`,
    hint: "Nothing was changed. Check the keyboard layout and the password file. Any password of the repository will do; without one, nobody can read its backups.",
  }),
  PASSWORD_MISSING: (d) => ({
    message: `A password is needed and there is none: ${d.where}.`,
    hint: "Nothing was changed. Give it with --password-file or in BACKSTAY_PASSWORD.",
  }),
  PASSWORD_NOT_TEXT: () => ({
    message: "The password holds bytes that are no text in UTF-8.",
    hint: "Nothing was changed. If the password truly holds such bytes, give it in a file, with --password-file; otherwise give it as UTF-8.",
  }),
  KEYS_MISSING: (d) => ({
    message: `The repository at ${d.location} has no keys, so no password can open it.`,
    hint: "Nothing was changed. Its files are no use without a key: get the folder `keys` back, from a replica or a copy, and see whether whoever opens it here may read it.",
  }),
  CONFIG_MISSING: (d) => ({
    message: `The repository at ${d.location} has lost its config file; its data are there.`,
    hint: "Nothing was changed. Get the file `config` back, from a replica or a copy. Do not make a new repository in its place.",
  }),
  KEY_PARAMETERS_ABSURD: (d) => ({
    message: `Key ${shortId(d.keyId)} asks for more memory or work than any real key (N=${d.n}, r=${d.r}, p=${d.p}).`,
    hint:
      d.otherKeys === 0
        ? "The file is damaged or forged and was not used. No other key opens the repository: nobody can read its backups without the true file, and no backup is lost as long as it can be had. Get it back from a replica or a copy, and delete nothing until then."
        : "The file is damaged or forged and was not used; no data is lost by that. Use another password of the repository, or get the file back from a replica.",
  }),
  KEY_NOT_FOUND: (d) => ({
    message: `The repository has no key ${d.wanted}.`,
    hint: "No key was changed. See which there are with `backstay key list`.",
  }),
  KEY_IN_USE: (d) => ({
    message: `Key ${shortId(d.keyId)} is the one that opened the repository just now.`,
    hint: "It was not removed, or you could have locked yourself out. Open the repository with another password first.",
  }),
  VERSION_UNSUPPORTED: (d) => ({
    message: `The repository has format version ${d.version}, and this Backstay knows versions 1 and 2.`,
    hint: "Its backups are untouched. Use a newer Backstay or restic.",
  }),
  POLYNOMIAL_UNUSABLE: (d) => ({
    message: `The configuration names a polynomial that cannot be used to cut files: ${d.polynomial}.`,
    hint: "Existing backups are untouched. The configuration is damaged or forged; get it back from a replica.",
  }),
  OBJECT_MISSING: (d) => ({
    message: `The repository lacks the ${kinds[d.kind]} ${shortId(d.name)}.`,
    hint: "Backups that need it cannot be restored completely from here. Find out which with `backstay check`, and get the file back from a replica.",
  }),
  OBJECT_CORRUPT: (d) => ({
    message: `The ${kinds[d.kind]} ${shortId(d.name)} is damaged: ${corrupt[d.reason]}.`,
    hint:
      d.kind === "key" && d.otherKeys === 0
        ? "No other key opens the repository: nobody can read its backups without that file, and no backup is lost as long as it can be had. Get it back from a replica or a copy, and delete nothing until then."
        : d.kind === "key"
          ? "No data is lost by that, and other passwords open the repository as before. Get the file back from a replica, or remove it with `backstay key remove`."
          : d.kind === "config"
            ? "Nothing was changed; the data are there. Get the file `config` back, from a replica or a copy. Do not make a new repository in its place."
            : d.kind === "snapshot"
              ? "This snapshot cannot be restored from here; the others are not affected. Get its file back from a replica, and look after the disk."
              : d.kind === "index"
                ? "No file of a backup is lost by that. Make the index anew with `backstay rebuild-index`, then look after the disk."
                : "Backups that need it cannot be restored completely from here. See how far the damage goes with `backstay check --read-data`, get the file back from a replica, and look after the disk.",
  }),
  PACK_HEADER_BROKEN: (d) => ({
    message: `The list of contents of the pack file ${shortId(d.packId)} is damaged: ${packHeaderFaultWords.en[d.reason]}.`,
    hint: `Its data may still be readable through the index. \`backstay rebuild-index ${shortId(d.packId)}\` saves what is whole in it. Look after the disk.`,
  }),
  BLOB_MISSING: (d) => ({
    message: `A piece of ${d.blobType === "data" ? "file content" : "folder listing"} is missing from the repository (blob ${shortId(d.blobId)}).`,
    hint: "Files that need it cannot be restored completely from here. `backstay rebuild-index` finds it if only the index forgot it; a full backup stores it again while the original exists.",
  }),
  BLOB_CORRUPT: (d) => ({
    message: `Blob ${shortId(d.blobId)} in the pack file ${shortId(d.packId)} is damaged: ${corrupt[d.reason]}.`,
    hint: `Files that need it cannot be restored completely from here. \`backstay check --read-data\` says which. After \`backstay rebuild-index ${shortId(d.packId)}\` the next backup stores it again, if its source still has it. Look after the disk.`,
  }),
  TREE_BROKEN: (d) => ({
    message: `The listing of a folder is not valid (tree ${shortId(d.treeId)}): ${treeFaultWords.en[d.reason]}.`,
    hint: "It was written by a faulty program or forged. What lies below this folder cannot be read from this backup; other folders and backups can.",
  }),
  ENTRY_BROKEN: (d) => ({
    message: `The entry "${d.path}" in the backup is not valid: ${entryFaultWords.en[d.fault]}.`,
    hint: "It was written by a faulty program or forged. It is left out; what is beside it can be read and restored.",
  }),
  NAME_UNSAFE: (d) => ({
    message: `The backup holds an entry named "${d.name}" in "${d.folder}", which cannot be a file's name here: ${unsafeName[d.reason]}.`,
    hint: "Nothing was written for it; everything else is unaffected. Such names come from another system or from a forged backup.",
  }),
  SNAPSHOT_PINNED: (d) => ({
    message: `${d.snapshots.length === 1 ? "A snapshot is" : `${formatQuantity(d.snapshots.length, "snapshot")} are`} pinned: ${d.snapshots.slice(0, 5).join(", ")}${d.snapshots.length > 5 ? ", …" : ""}.`,
    hint: "Nothing was removed. `backstay pin` says why they are kept; let go of them there, or remove them all the same with --even-kept.",
  }),
  SNAPSHOTS_HELD: (d) => ({
    message: `What changed in ${d.sources.join(", ")} looks suspicious, so its snapshots are kept for now.`,
    hint: "Nothing was removed. Look at the alert with `backstay alerts`, and say there whether it was meant; or remove them all the same with --even-kept.",
  }),
  SNAPSHOT_NOT_FOUND: (d) => ({
    message: `There is no snapshot "${d.wanted}".`,
    hint: "Nothing was changed. See which there are with `backstay snapshots`; for `latest`, --host, --tag and --path may leave none.",
  }),
  SNAPSHOT_AMBIGUOUS: (d) => ({
    message: `"${d.wanted}" is the beginning of ${formatQuantity(d.matches, "snapshot id")}.`,
    hint: "Nothing was changed. Give more digits.",
  }),
  ID_NOT_FOUND: (d) => ({
    message: `The repository has no ${kinds[d.kind]} whose id begins with "${d.wanted}".`,
    hint: "Nothing was changed. Check the id.",
  }),
  ID_AMBIGUOUS: (d) => ({
    message: `"${d.wanted}" is the beginning of ${formatQuantity(d.matches, "id")} (${kinds[d.kind]}).`,
    hint: "Nothing was changed. Give more digits.",
  }),
  PATH_NOT_IN_SNAPSHOT: (d) => ({
    message: `Snapshot ${shortId(d.snapshotId)} does not contain ${d.path}.`,
    hint: "Nothing was changed. See what it holds with `backstay ls`, or look through all snapshots with `backstay find`.",
  }),
  ENTRY_TYPE_WRONG: (d) => ({
    message: `${d.path} ${entryTypeWrong[d.expected]} (its type is "${d.type}").`,
    hint: "Nothing was changed. `backstay ls -l` shows what it is; `backstay restore` can bring it back.",
  }),
  NO_SOURCE: (d) => ({
    message:
      d.paths.length === 0
        ? "Nothing was named to back up."
        : `Nothing to back up can be read at ${d.paths.join(", ")}.`,
    hint: "No backup was made; earlier ones are safe. Check the paths and whether what they are on is mounted.",
  }),
  SOURCE_EXCLUDED: (d) => ({
    message: `The excludes leave out everything that was named: ${d.paths.join(", ")}.`,
    hint: "No backup was made; earlier ones are safe. Excludes apply to what is named too. Change the pattern that leaves it out.",
  }),
  SOURCE_NOT_MOUNTED: (d) => ({
    message: `${d.path} is not there: what holds it is not mounted at ${d.point} (${d.type}).`,
    hint: "Nothing was backed up from there, and no file counts as deleted; earlier backups are safe. Connect the share or disk: the backup is tried again by itself. If the files have moved here for good, take the folder out of the source and save, then add it again.",
  }),
  FS_SNAPSHOT_LOST: (d) => ({
    message: `The snapshot of the file system that ${d.paths.join(", ")} was read from was lost before the backup was done.`,
    hint: "No backup was made, because what was read may be wrong; earlier ones are safe. It is lost when more changes meanwhile than it has room for, or when somebody removes it. Free space in the volume group, or back up when less is going on.",
  }),
  PATTERN_INVALID: (d) => ({
    message: `The pattern "${d.pattern}" is not valid: ${pattern[d.reason]}.`,
    hint: "Nothing was done, because it is unclear what was meant to be left out or taken. Correct the pattern.",
  }),
  FILE_UNREADABLE: (d) => ({
    message: `The file ${d.path}, named on the command line, cannot be read (${d.systemCode}).`,
    hint: "Nothing was done, because what it says was needed. Check the name and who may read it.",
  }),
  FILE_NOT_TEXT: (d) => ({
    message: `The file ${d.path}, named on the command line, holds bytes that are no text in UTF-8.`,
    hint: "Nothing was done. Save it as UTF-8. Files whose names are no text are backed up and restored with the folder they are in.",
  }),
  OUTPUT_FAILED: (d) => ({
    message: `The output ${d.path === "" ? "" : `${d.path} `}cannot be written (${d.systemCode}).`,
    hint: "What was written of it is not complete. The repository is sound, and what the command had finished there is kept. Check the space and the rights at the output.",
  }),
  TARGET_UNUSABLE: (d) => ({
    message: `${d.path} cannot be used to restore to: ${targetTrouble(d.reason, "en")}.`,
    hint: "Nothing was restored, and the backup is safe. Choose another folder.",
  }),
  TARGET_FULL: (d) => ({
    message: `There is no space left to restore to at ${d.path}.`,
    hint: "The backup is safe. What was restored so far is complete; a file that is not can be read by nobody but you. Free some space or choose another disk; the next run goes on where this one stopped.",
  }),
  TARGET_LOST: (d) => ({
    message:
      d.systemCode === ""
        ? `The folder that was restored to has gone: ${d.path}.`
        : `Nothing can be written to ${d.path}, where the restore puts files: ${targetTrouble(d.systemCode, "en")}.`,
    hint: "The backup is safe, nothing was written elsewhere, and no file there is half replaced. Check the disk and its mount, or restore to another folder; trying again goes on where this one stopped.",
  }),
  COMMAND_FAILED: (d) => ({
    message: `${d.program} ended badly (${d.status})${d.said === "" ? "" : ` and said "${d.said}"`}.`,
    hint: "No snapshot was made: what it wrote may lack its end, though it looks whole. Earlier snapshots are as they were. Mend what it complains of, and back up again.",
  }),
  COMMAND_NOT_RUN: (d) => ({
    message: `${d.program} could not be started: ${commandTrouble(d.systemCode, "en")}.`,
    hint: "Nothing came of it, and earlier snapshots are as they were. Check the name, or give the whole path of the program.",
  }),
  STORE_LOCATION_INVALID: (d) => ({
    message: `"${d.location}" is not a location Backstay can use. ${location[d.reason]}`,
    hint: "Nothing was changed. Give the path of a folder, or a place such as sftp:user@host:/folder.",
  }),
  STORE_VANISHED: (d) => ({
    message: `The repository at ${d.location} has gone.`,
    hint: "What was finished before is safe where it was. Check the mount, the cable and the network; the next run carries on from there.",
  }),
  STORE_FULL: (d) => ({
    message: `There is no space left at ${d.location}.`,
    hint: `Earlier backups are safe, this one is not finished. ${roomHint(d)} for example with \`backstay forget --prune\`; the next run uses what was stored already.`,
  }),
  STORE_READ_ONLY: (d) => ({
    message: `${d.location} can only be read.`,
    hint: "Existing backups are safe and can be restored; nothing can be added. A disk turns read-only when it fails: look after it, then mount it for writing.",
  }),
  STORE_DENIED: (d) => ({
    message: `The system refuses access to ${d.location} (${d.operation}).`,
    hint: "Existing backups are untouched. Check who owns the folder and which rights Backstay runs with.",
  }),
  STORE_FAILED: (d) => ({
    message: `The storage at ${d.location} reports an error (${d.operation}): ${d.reason}.`,
    hint: "What was finished before is safe. Check the disk or connection; the next run carries on from there.",
  }),
  JOB_CRASHED: (d) => ({
    message: `The work ended unexpectedly: ${d.exit}.`,
    hint: "The repository is intact, for a backup counts only when it is complete. Start it again; if it happens again, look at the free memory and the log.",
  }),
  JOB_NOT_FOUND: (d) => ({
    message: `There is no job ${d.jobId}.`,
    hint: "Nothing was changed. It may have been removed from the history.",
  }),
  NOTHING_KEPT: (d) => ({
    message: `The retention rules would delete every snapshot of ${d.group === "" ? "the repository" : `the group "${d.group}"`}.`,
    hint: "No snapshot was deleted. Add a rule such as --keep-last 1, or name the snapshots to delete by their ids.",
  }),
  PRUNE_UNSAFE: (d) => ({
    message: `Unused data cannot be removed safely: ${pruneObstacle[d.reason]}${d.missing === 0 ? "" : ` (missing: ${formatQuantity(d.missing, "blob")})`}.`,
    hint:
      d.reason === "snapshot-unreadable"
        ? "Nothing was deleted. `backstay snapshots` names it: get its file back from a replica, or give it up with `backstay forget`."
        : d.reason === "folder-unreadable" && d.missing === 0
          ? "Nothing was deleted. `backstay check` names the snapshots it belongs to, and says what to do."
          : "Nothing was deleted. `backstay check` says what is lacking, and what to do. What cannot be had back can be given up with --accept-loss.",
  }),
  CATALOG_NEWER: (d) => ({
    message: `The catalog ${d.path} was written by a newer Backstay (version ${d.version}, this one knows up to ${d.supported}).`,
    hint: "It was left as it is, and no backup is affected. Use the newer Backstay.",
  }),
  CATALOG_BROKEN: (d) => ({
    message: `The catalog ${d.path} is damaged: ${d.reason}.`,
    hint: "No backup is affected: the repositories are complete without it. Put one of the copies beside it in its place, or move it away; Backstay then starts with a new one.",
  }),
  CACHE_FULL: (d) => ({
    message: `There is no space left for the cache ${d.path}.`,
    hint: "The repository and its snapshots are safe. Free some space on that disk, or choose another place with `--cache-dir`, and run the command again.",
  }),
  CACHE_FAILED: (d) => ({
    message: `The cache ${d.path} cannot be used: ${d.reason}.`,
    hint: "The repository and its snapshots are safe. Run the command again; if it fails the same way, delete that file, which costs nothing but time, or use `--no-cache`.",
  }),
  VALUE_INVALID: (d) => ({
    message: `"${d.value}" is not ${expected[d.expected]}.`,
    hint: "Nothing was done. Correct the value.",
  }),
  USAGE: (d) => ({
    message: enUsage[d.problem](d.about),
    hint: "Nothing was done. `backstay --help` shows what can be said, with examples.",
  }),
  PLATFORM_UNSUPPORTED: (d) => ({
    message: `${d.what} is not possible on ${d.platform}.`,
    hint: "Everything else works. What this concerns was not done and is not in the result.",
  }),
  CANCELLED: (d) => ({
    message: `The work was stopped: ${cancelled[d.reason]}.`,
    hint: "Finished backups are safe, and the next run uses what was stored already.",
  }),
  INTERNAL: (d) => ({
    message: "Something went wrong that Backstay was not prepared for.",
    hint: `Finished backups are safe. Please report this with the entry ${d.logReference} of the log.`,
  }),
};
