import { z } from "zod";
import { Cause } from "../../../shared/model/failover.ts";
import { ReplicaIdText, TimeMs } from "../../../shared/model/primitives.ts";

const Epoch = z.int().nonnegative();

/** What people are told. */
export const Notice = z.discriminatedUnion("about", [
  /** The active replica is another one now. `tookMs`: since the decision. */
  z.strictObject({
    about: z.literal("moved"),
    move: z.enum(["failover", "switchover", "failback", "follow"]),
    fromId: ReplicaIdText,
    toId: ReplicaIdText,
    cause: Cause,
    tookMs: z.int().nonnegative(),
    stoppedJobs: z.int().nonnegative(),
  }),
  /** The active replica should be left, and no other can take over. */
  z.strictObject({ about: z.literal("no-candidate"), activeId: ReplicaIdText, cause: Cause }),
  /** A move was begun and given up; the active replica is the same as before. */
  z.strictObject({
    about: z.literal("given-up"),
    activeId: ReplicaIdText,
    cause: Cause,
    isActiveWell: z.boolean().default(false),
  }),
]);
export type Notice = z.infer<typeof Notice>;

/**
 * Something to be done. Each may be done twice, after a crash, and must come to the same as once; `id` rises, and stays the same when
 * a command is issued again.
 */
export const Command = z.intersection(
  z.object({ id: z.int().positive() }),
  z.discriminatedUnion("kind", [
    /** Stop the jobs that write to a replica and let none begin, until it is released. */
    z.object({ kind: z.literal("fence"), replicaId: ReplicaIdText }),
    /** Let jobs write to a replica again, if it is the active one. */
    z.object({ kind: z.literal("unfence"), replicaId: ReplicaIdText }),
    /** Prove that a replica is what it should be, can be written to, and holds whole snapshots. */
    z.object({ kind: z.literal("verify"), replicaId: ReplicaIdText }),
    /** Copy what either lacks from the other, except what was removed on purpose. */
    z.object({ kind: z.literal("reconcile"), replicaIds: z.tuple([ReplicaIdText, ReplicaIdText]) }),
    /** Write the manifest to the replica that becomes active, and to each other that can be reached. */
    z.object({
      kind: z.literal("write-manifest"),
      epoch: Epoch,
      activeId: ReplicaIdText,
      homeId: ReplicaIdText,
    }),
    /** Let backups go there from now on; it is not fenced. */
    z.object({ kind: z.literal("switch-active"), replicaId: ReplicaIdText, epoch: Epoch }),
    /** Begin anew, on the active replica, each job that a fence stopped and that has not begun anew since. */
    z.object({ kind: z.literal("restart-jobs"), replicaId: ReplicaIdText }),
    /** Bring a standby up to date. */
    z.object({ kind: z.literal("replicate"), fromId: ReplicaIdText, toId: ReplicaIdText }),
    /** Put back what is damaged in a replica from the others, however long that takes. */
    z.object({ kind: z.literal("mend"), replicaId: ReplicaIdText }),
    z.object({ kind: z.literal("notify"), notice: Notice }),
  ]),
);
export type Command = z.infer<typeof Command>;
export type CommandKind = Command["kind"];

/** Of a manifest: another installation's counts more, and is followed as soon as it is read. */
export const OUTRANKED = "OUTRANKED";

/** Of mending: what is damaged is whole nowhere. */
export const LOST = "LOST";

/** What became of a command. */
export type CommandResult =
  /** `jobIds`: of a fence, the jobs it stopped, for the record. */
  | { readonly outcome: "done"; readonly jobIds?: readonly string[] }
  /** `detail` is a code, like that of an error. `isDamage`: something in the replica is damaged or gone, which can be mended. */
  | { readonly outcome: "failed"; readonly detail: string; readonly isDamage?: boolean };

/** A command that was issued and has not been answered. */
export const OutstandingCommand = z.object({
  command: Command,
  /** Failed so often. */
  failures: z.int().nonnegative(),
  /** It failed, and is issued again then; null while it is being done. */
  againMs: TimeMs.nullable(),
});
export type OutstandingCommand = z.infer<typeof OutstandingCommand>;
