/** What is counted, in restic's words. */
export type StatsMode = "restore-size" | "files-by-contents" | "blobs-per-file" | "raw-data";

/** With restic's JSON names. A number that is 0 is left out, except for `total_size` and `snapshots_count`. */
export type RepositoryStats = {
  /** Bytes. What they are depends on the mode. */
  readonly total_size: number;
  /** Bytes of the blobs once decompressed, sealing included. */
  readonly total_uncompressed_size?: number;
  /** Of the blobs that are compressed. */
  readonly compression_ratio?: number;
  /** How many percent of the data, by uncompressed size, are compressed. */
  readonly compression_progress?: number;
  /** How many percent compression saves. */
  readonly compression_space_saving?: number;
  readonly total_file_count?: number;
  readonly total_blob_count?: number;
  readonly snapshots_count: number;
};

type OptionalNumber = Exclude<keyof RepositoryStats, "total_size" | "snapshots_count">;

/** Leaves out what is 0, as restic does. */
export function statsResult(
  snapshots: number,
  totalSize: number,
  numbers: Readonly<Partial<Record<OptionalNumber, number>>>,
): RepositoryStats {
  const nonZero = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0));
  return { total_size: totalSize, ...nonZero, snapshots_count: snapshots };
}
