/** What a backup did, in the words of restic's snapshot summary. Counts of entries, and bytes. */
export type Tally = {
  filesNew: number;
  filesChanged: number;
  filesUnmodified: number;
  dirsNew: number;
  dirsChanged: number;
  dirsUnmodified: number;
  dataBlobs: number;
  treeBlobs: number;
  /** Plain bytes of blobs that were not in the repository before. */
  dataAdded: number;
  totalFilesProcessed: number;
  totalBytesProcessed: number;
};

export function newTally(): Tally {
  return {
    filesNew: 0,
    filesChanged: 0,
    filesUnmodified: 0,
    dirsNew: 0,
    dirsChanged: 0,
    dirsUnmodified: 0,
    dataBlobs: 0,
    treeBlobs: 0,
    dataAdded: 0,
    totalFilesProcessed: 0,
    totalBytesProcessed: 0,
  };
}
