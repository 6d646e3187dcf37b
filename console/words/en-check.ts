import { formatBytes } from "../../shared/format/bytes.ts";
import { formatCount, formatQuantity } from "../../shared/format/count.ts";
import { shortId } from "../../shared/ids.ts";
import { enTerms } from "../../shared/words/en-terms.ts";
import { entryFaultWords } from "../../shared/words/entry-faults.ts";
import { packHeaderFaultWords, treeFaultWords } from "../../shared/words/listing-faults.ts";
import type { CheckWords } from "./check-words.ts";

const { corrupt, unsafeName } = enTerms;

export const enCheckWords: CheckWords = {
  findings: {
    "snapshot-broken": (f) => `Snapshot ${shortId(f.snapshotId)} is damaged: ${corrupt[f.reason]}.`,
    "key-broken": (f) =>
      `Key ${shortId(f.keyId)} is damaged: ${corrupt[f.reason]}. Its password may open nothing any more; others do.`,
    "index-broken": (f) => `Index file ${shortId(f.indexId)} is damaged: ${corrupt[f.reason]}.`,
    "index-contradictory": (f) => `Two index files say different things of pack ${f.packId}.`,
    "index-wrong": (f) => `The index does not say of pack ${f.packId} what the pack itself says.`,
    "pack-missing": (f) => `Pack ${f.packId} is missing, and with it ${formatQuantity(f.blobs, "blob")}.`,
    "pack-size-wrong": (f) =>
      `Pack ${f.packId} has ${formatQuantity(f.actualBytes, "byte")} where it should have ${formatCount(f.expectedBytes, "en")}.`,
    "pack-changed": (f) => `Pack ${f.packId} was changed: its content does not fit its name.`,
    "pack-header-broken": (f) =>
      `The list of contents of pack ${f.packId} is damaged: ${packHeaderFaultWords.en[f.reason]}.`,
    "pack-unreadable": (f) => `Pack ${f.packId} could not be read (${f.errorCode}).`,
    "blob-corrupt": (f) => `Blob ${shortId(f.blobId)} in pack ${f.packId} is damaged: ${corrupt[f.reason]}.`,
    "tree-missing": (f) => `The listing of a folder is missing (tree ${shortId(f.treeId)}).`,
    "tree-unreadable": (f) => `The listing of a folder cannot be read (tree ${shortId(f.treeId)}).`,
    "tree-broken": (f) =>
      `The listing of a folder is not valid (tree ${shortId(f.treeId)}): ${treeFaultWords.en[f.reason]}.`,
    "folder-without-tree": (f) => `The folder "${f.name}" in tree ${shortId(f.treeId)} lacks its listing.`,
    "file-without-content": (f) =>
      `The file "${f.name}" in tree ${shortId(f.treeId)} does not say what is in it.`,
    "entry-broken": (f) =>
      f.name === ""
        ? `Tree ${shortId(f.treeId)} holds an entry without a name: ${entryFaultWords.en[f.fault]}. A restore leaves it out, and nothing else.`
        : `What "${f.name}" in tree ${shortId(f.treeId)} says of itself is not valid: ${entryFaultWords.en[f.fault]}. A restore leaves it out, and nothing else.`,
    "entry-type-unknown": (f) => `"${f.name}" in tree ${shortId(f.treeId)} is of a type nobody knows.`,
    "blob-missing": (f) =>
      `Content of a file is missing (blob ${shortId(f.blobId)}, needed in tree ${shortId(f.treeId)}).`,
    "pack-orphaned": (f) =>
      `No index names pack ${f.packId} (${formatBytes(f.sizeBytes)}): an interrupted backup left it, or one at work just now.`,
    "pack-indexed-twice": (f) => `Several index files name pack ${f.packId}.`,
    "pack-mixed": (f) => `Pack ${f.packId} mixes data and trees, as very old restic versions wrote it.`,
    "size-differs": (f) =>
      `The file "${f.name}" in tree ${shortId(f.treeId)} should have ${formatQuantity(f.sizeBytes, "byte")} and has ${formatCount(f.contentBytes, "en")}. A restore brings back what there is, and says so.`,
    "name-unsafe": (f) =>
      `"${f.name}" in tree ${shortId(f.treeId)} cannot be a file's name: ${unsafeName[f.reason]}. A restore leaves it out.`,
  },
  more: (count) => `and ${formatQuantity(count, "more finding")}`,
  checked: (snapshots, trees, packs) =>
    `Checked ${formatQuantity(snapshots, "snapshot")}, ${formatQuantity(trees, "folder")} and ${formatQuantity(packs, "pack")}.`,
  read: (packs, bytes) => `Read every byte of ${formatQuantity(packs, "pack")} (${bytes}).`,
  fine: "No errors were found.",
  damaged: (problems) => `The repository is damaged: ${formatQuantity(problems, "problem")} found.`,
  keys: (count) =>
    `${formatQuantity(count, "key is", "keys are")} whole. Whether somebody still knows their passwords only typing them shows.`,
  brokenPacks: (count) =>
    `${formatQuantity(count, "pack is", "packs are")} damaged or missing. Look after the disk before it takes more.`,
  lost: (snapshots) =>
    `As the repository is now, ${formatQuantity(snapshots, "snapshot")} cannot give back everything. What is lacking, and in which:`,
  lostEntry: (path, snapshots) => `  ${path} (${snapshots})`,
  moreLost: "  and more that is not listed",
  suggestRebuildIndex: (packs) =>
    `To do: \`backstay rebuild-index${packs}\` takes what is damaged or missing out of the index, and saves everything else.`,
  suggestBackup:
    "To do: back up the sources again, with `backstay backup`. What they still hold is stored anew, and comes back in the older snapshots too. Then check again.",
  suggestForget: (snapshots) =>
    `Everything else in these snapshots can be restored. What their sources no longer hold is lost; \`backstay forget ${snapshots}\` gives these snapshots up, and until then \`backstay prune\` refuses to work, unless it is given --accept-loss.`,
  suggestForgetForged: (snapshots) =>
    `What is not valid in a folder's listing was written so by a faulty program, or forged. It is stored whole, so neither a new index nor another backup changes it; other snapshots are not affected. Restore what you need of these, then give them up with \`backstay forget ${snapshots}\`; \`backstay prune\` may refuse to work until then.`,
  suggestForgetBroken: (snapshots) =>
    `To do: get the files of damaged snapshots back from a replica, or give them up with \`backstay forget ${snapshots}\`.`,
  suggestRemoveKey: (keys) =>
    `To do: set the password of a damaged key anew with \`backstay key add\`, then remove the key with \`backstay key remove ${keys}\`.`,
  suggestPrune: "`backstay prune` removes what is left over.",
};
