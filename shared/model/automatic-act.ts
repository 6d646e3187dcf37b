/** What Backstay did by itself, and why. */
import { z } from "zod";
import { ARRAY_VERDICTS, DISK_VERDICTS } from "./health-verdict.ts";
import {
  Count,
  HealthSubjectIdText,
  PlanIdText,
  RepositoryIdText,
  RunIdText,
  TimeMs,
  WatchedHostIdText,
} from "./primitives.ts";

/**
 * `backup`: what lies on a disk that fails was backed up at once. `upkeep-postponed`: whatever reads or rewrites much of a repository
 * waits, because a disk under it fails; `upkeep-resumed`: it waits no longer. `self-test-stopped`: a disk was told to end a test.
 * `copying-hastened`: what one replica lacks is copied before other work, because a disk under one of them fails.
 */
export const AUTOMATIC_ACTS = [
  ...(["backup", "upkeep-postponed", "upkeep-resumed"] as const),
  ...(["self-test-stopped", "copying-hastened"] as const),
] as const;

/** What a disk or an array is like that something was done about, as it was then. */
export const HealthCause = z.strictObject({
  subjectId: HealthSubjectIdText,
  kind: z.enum(["disk", "array"]),
  /** What a person calls it. */
  name: z.string(),
  hostId: WatchedHostIdText,
  hostName: z.string(),
  verdict: z.enum([...DISK_VERDICTS, ...ARRAY_VERDICTS]),
  /** It may be another of the same machine that is concerned: nobody can tell which disks lie under the place. */
  isOneOfSome: z.boolean(),
});
export type HealthCause = z.infer<typeof HealthCause>;

export const AutomaticAct = z.strictObject({
  /** Rises. */
  number: Count,
  atMs: TimeMs,
  kind: z.enum(AUTOMATIC_ACTS),
  /** What it was done for: the plan, the repository, or by its name alone the disk. */
  planId: PlanIdText.nullable(),
  repositoryId: RepositoryIdText.nullable(),
  about: z.string(),
  /** The run that was started. */
  runId: RunIdText.nullable(),
  /** The worst first. */
  causes: z.array(HealthCause).min(1).max(20),
});
export type AutomaticAct = z.infer<typeof AutomaticAct>;
