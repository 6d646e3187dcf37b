import { formatBytes } from "../../shared/format/bytes.ts";
import { formatCount, formatQuantity } from "../../shared/format/count.ts";
import { shortId } from "../../shared/ids.ts";
import { enTerms } from "../../shared/words/en-terms.ts";
import type { CheckWords } from "./check-words.ts";

const { corrupt, unsafeName } = enTerms;

export const enCheckWords: CheckWords = {
  findings: {
    "snapshot-broken": (f) => `Snapshot ${shortId(f.snapshotId)} is damaged: ${corrupt[f.reason]}.`,
    "index-broken": (f) => `Index file ${shortId(f.indexId)} is damaged: ${corrupt[f.reason]}.`,
    "index-contradictory": (f) => `Two index files say different things of pack ${f.packId}.`,
    "index-wrong": (f) => `The index does not say of pack ${f.packId} what the pack itself says.`,
    "pack-missing": (f) => `Pack ${f.packId} is missing, and with it ${formatQuantity(f.blobs, "blob")}.`,
    "pack-size-wrong": (f) =>
      `Pack ${f.packId} has ${formatQuantity(f.actualBytes, "byte")} where it should have ${formatCount(f.expectedBytes, "en")}.`,
    "pack-changed": (f) => `Pack ${f.packId} was changed: its content does not fit its name.`,
    "pack-header-broken": (f) => `The list of contents of pack ${f.packId} is damaged: ${f.reason}.`,
    "pack-unreadable": (f) => `Pack ${f.packId} could not be read (${f.errorCode}).`,
    "blob-corrupt": (f) => `Blob ${shortId(f.blobId)} in pack ${f.packId} is damaged: ${corrupt[f.reason]}.`,
    "tree-missing": (f) => `The listing of a folder is missing (tree ${shortId(f.treeId)}).`,
    "tree-unreadable": (f) => `The listing of a folder cannot be read (tree ${shortId(f.treeId)}).`,
    "tree-broken": (f) => `The listing of a folder is not valid (tree ${shortId(f.treeId)}): ${f.reason}.`,
    "folder-without-tree": (f) => `The folder "${f.name}" in tree ${shortId(f.treeId)} lacks its listing.`,
    "file-without-content": (f) =>
      `The file "${f.name}" in tree ${shortId(f.treeId)} does not say what is in it.`,
    "entry-type-unknown": (f) => `"${f.name}" in tree ${shortId(f.treeId)} is of a type nobody knows.`,
    "blob-missing": (f) =>
      `Content of a file is missing (blob ${shortId(f.blobId)}, needed in tree ${shortId(f.treeId)}).`,
    "pack-orphaned": (f) =>
      `No index names pack ${f.packId} (${formatBytes(f.sizeBytes)}): an interrupted backup left it, or one at work just now.`,
    "pack-indexed-twice": (f) => `Several index files name pack ${f.packId}.`,
    "pack-mixed": (f) => `Pack ${f.packId} mixes data and trees, as very old restic versions wrote it.`,
    "name-unsafe": (f) =>
      `"${f.name}" in tree ${shortId(f.treeId)} cannot be a file's name: ${unsafeName[f.reason]}. A restore leaves it out.`,
  },
  more: (count) => `and ${formatQuantity(count, "more finding")}`,
  checked: (snapshots, trees, packs) =>
    `Checked ${formatQuantity(snapshots, "snapshot")}, ${formatQuantity(trees, "folder")} and ${formatQuantity(packs, "pack")}.`,
  read: (packs, bytes) => `Read every byte of ${formatQuantity(packs, "pack")} (${bytes}).`,
  fine: "No errors were found.",
  damaged: (problems) => `The repository is damaged: ${formatQuantity(problems, "problem")} found.`,
  suggestRebuildIndex:
    "`backstay rebuild-index` mends the index, and saves what is whole in packs whose list of contents is damaged.",
  suggestPrune: "`backstay prune` removes what is left over.",
  brokenPacks: (count) =>
    `${formatQuantity(count, "pack is", "packs are")} damaged or missing. What is whole in them can still be restored: do that first. Then get them back from a replica, and look after the disk.`,
};
