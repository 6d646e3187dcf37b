import type { JobView } from "../../../../shared/model/job.ts";

export type ResultFacts = {
  readonly filesRestored: number;
  readonly bytesRestored: number;
  readonly filesUnchanged: number;
  readonly filesSkipped: number;
  readonly othersRestored: number;
  readonly filesVerified: number;
  /** They stand beside what has their name. */
  readonly entriesRenamed: number;
  /** `all`: each file that was restored, and each that was there already, was read back. Anything less says so. */
  readonly proof: "all" | "some" | "none";
};

/** What a finished restore says of itself. What it does not say counts as nothing, never as proven. */
export function resultFacts(job: JobView): ResultFacts {
  const count = (name: string) => job.counts?.[name] ?? 0;
  const filesRestored = count("filesRestored");
  const filesVerified = count("filesVerified");
  const filesUnchanged = count("filesUnchanged");
  const isAll = job.state === "done" && filesRestored > 0 && filesVerified >= filesRestored + filesUnchanged;
  return {
    filesRestored,
    bytesRestored: count("bytesRestored"),
    filesUnchanged,
    filesSkipped: count("filesSkipped"),
    othersRestored: count("othersRestored"),
    filesVerified,
    entriesRenamed: count("entriesRenamed"),
    proof: isAll ? "all" : filesVerified > 0 ? "some" : "none",
  };
}
