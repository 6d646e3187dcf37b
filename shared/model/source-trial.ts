/** What came of trying a source, before anything depends on it. */
import { z } from "zod";
import { Bytes, Count } from "./primitives.ts";
import { DatabaseName } from "./source.ts";
import { WireErrorShape } from "./wire-error.ts";

/**
 * `good`: all of it could be read. `begun`: it could be read as long as it was tried. `untried`: there was no time left. `bad`: see
 * `error`.
 */
export const TRIAL_ENDS = ["good", "begun", "untried", "bad"] as const;

/** One folder, one database, or the program. */
export const SourceTrialPart = z.strictObject({
  /** A path, or the name of a database; `users` stands for users and their rights. */
  kind: z.enum(["path", "database", "users", "command"]),
  name: z.string(),
  end: z.enum(TRIAL_ENDS),
  /** What was read of it. Null for paths. */
  bytes: Bytes.nullable(),
  /** Entries directly in a folder; null for all else. */
  entries: Count.nullable(),
  /** Of a database: how many tables may change while they are dumped. */
  looseTables: Count.nullable(),
  error: WireErrorShape.nullable(),
});
export type SourceTrialPart = z.infer<typeof SourceTrialPart>;

export const SourceTrial = z.strictObject({
  parts: z.array(SourceTrialPart),
  /** Of a database: versions as both sides say them. */
  server: z.string().nullable(),
  client: z.string().nullable(),
  /** Whether users can be saved with their passwords; null where there are none. */
  savesUsers: z.boolean().nullable(),
  /** Why nothing could be tried at all. */
  error: WireErrorShape.nullable(),
  tookMs: Count,
});
export type SourceTrial = z.infer<typeof SourceTrial>;

/** Databases of a server, for whoever wants to put one back there. */
export const DatabaseList = z.strictObject({
  server: z.string(),
  version: z.string(),
  databases: z.array(z.strictObject({ name: z.string(), sizeBytes: Bytes.nullable() })),
});
export type DatabaseList = z.infer<typeof DatabaseList>;

/** Of a database that is to be made of a dump. */
export const NewDatabaseName = DatabaseName;
