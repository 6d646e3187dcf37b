/** What is left of the backups when something is lost. */
import { z } from "zod";
import {
  Bytes,
  Count,
  HealthSubjectIdText,
  ReplicaIdText,
  RepositoryIdText,
  SourceIdText,
  TimeMs,
  WatchedHostIdText,
} from "./primitives.ts";
import { STANDINGS } from "./standing.ts";

/** `disk`: any one of them, the one that does the most harm. `host`: a whole box. `office`: all that is where this computer is. */
export const LOSS_KINDS = ["disk", "host", "office", "password"] as const;
export type LossKind = (typeof LOSS_KINDS)[number];

export const Loss = z.strictObject({
  /** `disk`, `host:…`, `office`, `password` */
  id: z.string(),
  kind: z.enum(LOSS_KINDS),
  /** Of a host. */
  hostId: WatchedHostIdText.nullable(),
  name: z.string().nullable(),
  /** The machine this Backstay runs on. */
  isThisComputer: z.boolean(),
});
export type Loss = z.infer<typeof Loss>;

/**
 * `newest`: the newest good state stays. `older`: what stays is older than another copy was. `lost`: it goes. `unknown`: nobody can
 * say, so it counts as nothing. `none`: there was no good copy.
 */
export const COPY_FATES = ["newest", "older", "lost", "unknown", "none"] as const;
export type CopyFate = (typeof COPY_FATES)[number];

export const FATE_REASONS = [
  "no-copy",
  /** It is not on what is lost. */
  "elsewhere",
  /** The array it is on can do without the disk. */
  "array-holds",
  /** The array it is on has no redundancy, or none left. */
  "array-breaks",
  /** How many disks the array can do without is not known, or depends on which. */
  "array-unsure",
  /** It is on that disk and on no array. */
  "on-the-disk",
  /** It lies on some of several disks, and nobody knows on which. */
  "somewhere-there",
  "on-the-host",
  "in-the-office",
  /** A person said that it stands with this computer. */
  "said-in-office",
  "said-elsewhere",
  /** Nobody has said where that machine stands. */
  "place-not-said",
  "password-kept",
  "password-not-kept",
  /** The place does not answer: whether the copy is still there is not known. */
  "place-silent",
  /** What it lies on is not known; see `gap`. */
  "ground-unknown",
] as const;
export type FateReason = (typeof FATE_REASONS)[number];

/** Why nobody can say what a copy lies on, or on which of the disks of a machine. */
export const UNDERGROUND_GAPS = [
  "not-read",
  "not-looked-up",
  "not-watched",
  "no-disks",
  "device-unknown",
  /** The address does not tell the folder. */
  "folder-not-said",
  /** What the machine gives out over NFS or SMB could not be read. */
  "shares-not-read",
  /** It gives out nothing of that name, or another folder for each person. */
  "share-not-found",
  /** The path may be another one on the machine itself. */
  "path-unsure",
  "behind-controller",
  /** Which disks its file system is made of. */
  "members-not-said",
] as const;
export type UndergroundGap = (typeof UNDERGROUND_GAPS)[number];

export const SurvivingCopy = z.strictObject({
  replicaId: ReplicaIdText,
  fate: z.enum(COPY_FATES),
  reason: z.enum(FATE_REASONS),
  gap: z.enum(UNDERGROUND_GAPS).nullable(),
  arrayName: z.string().nullable(),
});
export type SurvivingCopy = z.infer<typeof SurvivingCopy>;

/** An estimate from the backups of the last 30 days. */
export const ChangedSince = z.strictObject({
  files: Count,
  /** As a repository would store them. */
  bytes: Bytes,
  /** How many backups it rests on. */
  backups: Count,
});
export type ChangedSince = z.infer<typeof ChangedSince>;

export const SurvivalCell = z.strictObject({
  lossId: z.string(),
  /** In the order of the row's copies. */
  copies: z.array(SurvivingCopy),
  /** Copies of the newest good state that certainly stay. */
  left: Count,
  olderLeft: Count,
  unknown: Count,
  /** The newest state that certainly stays; null when none does. */
  newestLeftMs: TimeMs.nullable(),
  /** About how much of the source changed since that state; null where nobody can say. */
  changedSince: ChangedSince.nullable(),
  /** Of `disk`: the one whose loss is told. Null for the others, and where no disk is known. */
  disk: z
    .strictObject({
      id: HealthSubjectIdText,
      hostId: WatchedHostIdText,
      hostName: z.string(),
      name: z.string(),
      slot: z.string().nullable(),
    })
    .nullable(),
});
export type SurvivalCell = z.infer<typeof SurvivalCell>;

export const SurvivalRow = z.strictObject({
  sourceId: SourceIdText,
  name: z.string(),
  /** Good copies of the newest state, before anything is lost. */
  good: Count,
  older: Count,
  /** In places that do not answer: counted as nothing. */
  unknown: Count,
  /** All that was saved since is lost when the source is; null when there is no good copy. */
  newestGoodMs: TimeMs.nullable(),
  /** About how much that is; null where nobody can say. */
  changedSince: ChangedSince.nullable(),
  /** One for each loss, in their order. */
  cells: z.array(SurvivalCell),
});
export type SurvivalRow = z.infer<typeof SurvivalRow>;

export const Survival = z.strictObject({
  nowMs: TimeMs,
  losses: z.array(Loss),
  /** Machines that are watched, this computer first. */
  hosts: z.array(
    z.strictObject({
      hostId: WatchedHostIdText,
      name: z.string(),
      isThisComputer: z.boolean(),
      /** As a person said it. This computer is where the office is. */
      standing: z.enum(STANDINGS).nullable(),
    }),
  ),
  places: z.array(
    z.strictObject({
      replicaId: ReplicaIdText,
      repositoryId: RepositoryIdText,
      name: z.string(),
      /** The machine it is on, where that is known. */
      hostId: WatchedHostIdText.nullable(),
      /** As a person said it of this place; null: where its machine stands. */
      standing: z.enum(STANDINGS).nullable(),
    }),
  ),
  rows: z.array(SurvivalRow),
});
export type Survival = z.infer<typeof Survival>;
