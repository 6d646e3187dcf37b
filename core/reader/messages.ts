/** What a host and the process that reads one repository for its pages say to each other. */
import { z } from "zod";
import { RepositoryIdText } from "../../shared/model/primitives.ts";
import { ReadStrategy } from "../../shared/model/read-strategy.ts";
import { WireErrorShape } from "../../shared/model/wire-error.ts";
import { BadObjectShape } from "../failover/read/bad-object.ts";
import { SentVariables } from "../places/job-secrets.ts";

/** Chosen by the host, given back with the answer. */
const CallNumber = z.int().nonnegative();

/** What a reader can be asked: methods of the contract, with their input as it is there, and the parts of a download. */
export const READER_CALLS = [
  "snapshots.series",
  "snapshots.list",
  "restore.folder",
  "restore.seek",
  "restore.versions",
  "restore.search",
  "restore.compare",
  "restore.preview",
  "restore.measure",
  /** Takes the input of `restore.download`, says what would come. */
  "download.describe",
  /** The same input; the answer says how long it is, and then its bytes can be pulled under the call's number. */
  "download.begin",
] as const;
export type ReaderCall = (typeof READER_CALLS)[number];

/** A replica that is read from when the one that was opened lacks something, or is slow. */
export const OtherReplica = z.strictObject({ location: z.string().min(1), variables: SentVariables });
export type OtherReplica = z.infer<typeof OtherReplica>;

export const OpenReader = z.strictObject({
  type: z.literal("open"),
  /** `pages` answers calls; `search-index` brings the search index up to date, and ends. */
  work: z.enum(["pages", "search-index"]),
  repositoryId: RepositoryIdText,
  /** What `--repo` takes. */
  location: z.string().min(1),
  cacheFolder: z.string().optional(),
  password: z.string(),
  /** What the place is signed in to with, if it is on another machine. */
  variables: SentVariables.optional(),
  /** Its other replicas, in the order in which they would take over. */
  others: z.array(OtherReplica).optional(),
  strategy: ReadStrategy.optional(),
  /** Snapshots of this host can be compared with its files. */
  hostname: z.string(),
});
export type OpenReader = z.infer<typeof OpenReader>;

/** `open` comes once, and first; the secrets are in it and nowhere else. */
export const ToReader = z.discriminatedUnion("type", [
  OpenReader,
  z.strictObject({ type: z.literal("call"), id: CallNumber, name: z.enum(READER_CALLS), input: z.unknown() }),
  /** Nobody waits for the answer any more, or for the rest of a download. */
  z.strictObject({ type: z.literal("cancel"), id: CallNumber }),
  /** Snapshots came or went, or the search index was filled. */
  z.strictObject({ type: z.literal("refresh") }),
  /** Asks for the next piece of a download. */
  z.strictObject({ type: z.literal("pull"), id: CallNumber }),
]);
export type ToReader = z.infer<typeof ToReader>;

export const FromReader = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("opened") }),
  /** The last message: the repository could not be opened, or the search index not be filled. */
  z.strictObject({ type: z.literal("failed"), error: WireErrorShape }),
  z.strictObject({ type: z.literal("answer"), id: CallNumber, value: z.unknown() }),
  z.strictObject({ type: z.literal("refused"), id: CallNumber, error: WireErrorShape }),
  /** Null behind the last one. */
  z.strictObject({
    type: z.literal("piece"),
    id: CallNumber,
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable(),
  }),
  z.strictObject({
    type: z.literal("index-progress"),
    snapshotsIndexed: z.int().nonnegative(),
    snapshotsTotal: z.int().nonnegative(),
  }),
  /** A file that one replica should have whole and has not. */
  z.strictObject({ type: z.literal("bad-object"), object: BadObjectShape }),
  /** The last message of a process that filled the search index. */
  z.strictObject({ type: z.literal("indexed") }),
  /** The search index lacks snapshots, or is damaged. */
  z.strictObject({ type: z.literal("index-wanted") }),
  z.strictObject({
    type: z.literal("log"),
    level: z.enum(["info", "warning", "error"]),
    text: z.string(),
    reference: z.string(),
  }),
]);
export type FromReader = z.infer<typeof FromReader>;
