/** Numbers of results that have words, in the order they are shown, and which of them are bytes. */
const COUNTS = {
  filesNew: false,
  filesChanged: false,
  filesUnmodified: false,
  filesGone: false,
  dirsNew: false,
  dirsChanged: false,
  dirsUnmodified: false,
  totalFilesProcessed: false,
  totalBytesProcessed: true,
  dataAdded: true,
  bytesStored: true,
  filesRestored: false,
  bytesRestored: true,
  filesVerified: false,
  filesSkipped: false,
  filesUnchanged: false,
  bytesUnchanged: true,
  foldersRestored: false,
  othersRestored: false,
  entriesRenamed: false,
  readsFromActive: false,
  readsFromStandbys: false,
  badObjects: false,
  objectsHealed: false,
  objectsWhole: false,
  objectsLost: false,
  piecesBrought: false,
  snapshots: false,
  trees: false,
  packs: false,
  packsRead: false,
  bytesRead: true,
  removed: false,
  bytesFreed: true,
  bytesWritten: true,
  packsLeftOut: false,
  piecesSaved: false,
  piecesLost: false,
  snapshotsLacking: false,
} as const satisfies Readonly<Record<string, boolean>>;

export type CountName = keyof typeof COUNTS;
export type ShownCount = { readonly name: CountName; readonly value: number; readonly isBytes: boolean };

/** @returns those of a job's numbers that somebody wants to know; what the engine counts for itself is left out */
export function shownCounts(counts: Readonly<Record<string, number>>): ShownCount[] {
  return Object.entries(COUNTS).flatMap(([name, isBytes]) => {
    const value = counts[name];
    return value === undefined ? [] : [{ name: name as CountName, value, isBytes }];
  });
}
