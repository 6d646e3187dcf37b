/** What the engine tells without being asked. */
import { z } from "zod";
import { JobView, ProgressView } from "../model/job.ts";
import { Count, JobIdText, RepositoryIdText, WatchedHostIdText } from "../model/primitives.ts";
import { Settings } from "../model/settings.ts";

export const BackstayEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("job"), job: JobView }),
  z.strictObject({ type: z.literal("progress"), jobId: JobIdText, progress: ProgressView }),
  /** Plans, their runs or when they run next. */
  z.strictObject({ type: z.literal("plans") }),
  z.strictObject({ type: z.literal("sources") }),
  z.strictObject({ type: z.literal("repositories") }),
  z.strictObject({ type: z.literal("settings"), settings: Settings }),
  z.strictObject({ type: z.literal("alerts"), open: Count }),
  /** Channels, their last success or failure, and the rules about them. */
  z.strictObject({ type: z.literal("alert-channels") }),
  /** Watched hosts came, went, were changed, or fell silent; a round began. */
  z.strictObject({ type: z.literal("hosts") }),
  /** A host was read, or something of it was acknowledged. */
  z.strictObject({ type: z.literal("health"), hostId: WatchedHostIdText }),
  /** Something was done by itself about a disk that fails. */
  z.strictObject({ type: z.literal("acts") }),
  /** Snapshots came or went. */
  z.strictObject({ type: z.literal("snapshots"), repositoryId: RepositoryIdText }),
  /** Replicas of a repository came or went, how they are, or what failover does about it. */
  z.strictObject({ type: z.literal("failover"), repositoryId: RepositoryIdText }),
  /** A drill began or came further, or what is set about drills was changed. */
  z.strictObject({ type: z.literal("drills"), repositoryId: RepositoryIdText }),
  z.strictObject({
    type: z.literal("search-index"),
    repositoryId: RepositoryIdText,
    snapshotsIndexed: Count,
    snapshotsTotal: Count,
  }),
]);
export type BackstayEvent = z.infer<typeof BackstayEvent>;

/** `number` rises by one. A listener that misses one asks for the whole state again. */
export const NumberedEvent = z.strictObject({ number: Count, event: BackstayEvent });
export type NumberedEvent = z.infer<typeof NumberedEvent>;
