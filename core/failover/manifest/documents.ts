/** The documents that Backstay keeps in each replica, sealed with the repository's master key. */
import { z } from "zod";
import type { ReplicaId, RepositoryId } from "../../../shared/ids.ts";
import { Plan } from "../../../shared/model/plan.ts";
import {
  PlanIdText,
  ReplicaIdText,
  RepositoryIdText,
  SnapshotIdText,
  TimeMs,
} from "../../../shared/model/primitives.ts";
import { FilesSource } from "../../../shared/model/source.ts";

/** What every document begins with. */
const head = <K extends string>(document: K) => ({
  document: z.literal(document),
  format: z.literal(1),
  /** Which it belongs to; also the id of the set of its replicas. */
  repositoryId: RepositoryIdText,
});

/** The beginning of a document that is written now. */
export function newHead<K extends BackstayDocument["document"]>(document: K, repositoryId: RepositoryId) {
  return { document, format: 1, repositoryId } as const;
}

const InstallationId = z.string().min(1).max(100);
const Rising = z.int().nonnegative();

/** A replica as all installations know it. */
export const ManifestMember = z.object({
  replicaId: ReplicaIdText,
  name: z.string().max(200),
  /** The lower, the sooner it takes over. */
  priority: z.int(),
});
export type ManifestMember = z.infer<typeof ManifestMember>;

/** The replicas of a repository, and which of them is active. */
export const SetDocument = z.object({
  ...head("set"),
  /** Rises with each change of `activeId` or `homeId`; `writer` is the installation that raised it. */
  epoch: Rising,
  writer: InstallationId,
  /** The only replica that is written to in this epoch. */
  activeId: ReplicaIdText,
  /** The usual active one. */
  homeId: ReplicaIdText,
  /** `revision` rises with each change of the list; `writer` is who changed it. */
  members: z.object({ revision: Rising, writer: InstallationId, list: z.array(ManifestMember).max(1000) }),
});
export type SetDocument = z.infer<typeof SetDocument>;

/** A snapshot that was removed on purpose, so that no replica that was away brings it back. */
export const Tombstone = z.object({
  snapshotId: SnapshotIdText,
  removedMs: TimeMs,
  by: z.enum(["person", "policy"]),
  writer: InstallationId,
});
export type Tombstone = z.infer<typeof Tombstone>;

/** Snapshots that were removed on purpose. Apart from the set, because it grows and the set is written often. */
export const RemovedDocument = z.object({
  ...head("removed"),
  tombstones: z.array(Tombstone),
});
export type RemovedDocument = z.infer<typeof RemovedDocument>;

/** Which replica this place is. */
export const IdentityDocument = z.object({
  ...head("identity"),
  replicaId: ReplicaIdText,
});
export type IdentityDocument = z.infer<typeof IdentityDocument>;

/** Written, read and removed by each heartbeat. One that is found was left behind by a process that was killed. */
export const CanaryDocument = z.object({
  ...head("canary"),
  writer: InstallationId,
  writtenMs: TimeMs,
});
export type CanaryDocument = z.infer<typeof CanaryDocument>;

/** The newest record of an installation's audit trail, as it was then: a trail that is shorter now was cut. */
export const AuditAnchorDocument = z.object({
  document: z.literal("audit-anchor"),
  format: z.literal(1),
  repositoryId: RepositoryIdText,
  writer: InstallationId,
  number: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: TimeMs,
});
export type AuditAnchorDocument = z.infer<typeof AuditAnchorDocument>;

/** Which installation starts a plan that several may start. The highest term counts. */
export const PlanLease = z.object({
  planId: PlanIdText,
  /** Whose plan it is. */
  ownerId: InstallationId,
  /** Rises each time the holder changes. */
  term: Rising,
  holderId: InstallationId,
  /** How long the holder may start it without having renewed its document. */
  lastsMs: z.int().min(1000).max(86_400_000),
  /** The newest due time, by the plan's schedule, whose backup ended well. */
  handledMs: TimeMs.nullable(),
});
export type PlanLease = z.infer<typeof PlanLease>;

/** Files only: whoever can write here must not have programs run elsewhere. Installations from before there were other kinds name none. */
const OfferedSource = FilesSource.extend({ kind: FilesSource.shape.kind.default("files") });

/**
 * A plan of which its owner lets others start the backups, and what it saves. There are no secrets in it. Hooks are dropped, whoever
 * wrote them, for the same reason as above.
 */
export const OfferedPlan = z.object({
  plan: Plan.transform(({ hooks: _, ...plan }) => plan),
  sources: z.array(OfferedSource).max(100),
});
export type OfferedPlan = z.infer<typeof OfferedPlan>;

/** What one installation says of itself to others at the same repository. Nobody writes that of another. */
export const ControllerDocument = z.object({
  ...head("controller"),
  writer: InstallationId,
  /** Of its computer. */
  name: z.string().max(300),
  /** Another one with each renewal; with the time of a clock that nobody compares with his own. */
  beat: Rising,
  writtenMs: TimeMs,
  /** Its plans that others may start when it is gone. */
  offers: z.array(PlanIdText).max(1000),
  /** How these are, as far as this version understands it: whoever says it in a newer way is there all the same. */
  plans: z
    .array(z.unknown())
    .max(1000)
    .transform((all) => all.flatMap((one) => OfferedPlan.safeParse(one).data ?? [])),
  /** Those of others that it starts when their owner is gone. */
  standsBy: z.array(PlanIdText).max(1000),
  leases: z.array(PlanLease).max(10_000),
});
export type ControllerDocument = z.infer<typeof ControllerDocument>;

export const BackstayDocument = z.discriminatedUnion("document", [
  SetDocument,
  RemovedDocument,
  IdentityDocument,
  CanaryDocument,
  AuditAnchorDocument,
  ControllerDocument,
]);
export type BackstayDocument = z.infer<typeof BackstayDocument>;

/** Only the active one is written to by backups; no plan, hook or prune runs against a standby as if it were. */
export function roleOf({ activeId }: Pick<SetDocument, "activeId">, id: ReplicaId): "active" | "standby" {
  return id === activeId ? "active" : "standby";
}
