import type { RepositoryId } from "../../shared/ids.ts";
import type { AuditVerification } from "../../shared/model/audit.ts";
import type { Transition } from "../../shared/model/failover.ts";
import { VERSION } from "../../shared/version.ts";
import { auditHandlers } from "../api/audit-handlers.ts";
import type { BackstayParts } from "../api/backstay.ts";
import type { Dispatch } from "../api/dispatch.ts";
import type { HandlersOf } from "../api/handlers.ts";
import { readAnchor, writeAnchor } from "../audit/anchors.ts";
import { auditCalls } from "../audit/audit-calls.ts";
import { type AuditTrail, createAuditTrail } from "../audit/audit-trail.ts";
import type { NameOf } from "../audit/describe-call.ts";
import { nameOfThings } from "../audit/name-of-things.ts";
import { createJobNoter } from "../audit/note-jobs.ts";
import { noteTransition } from "../audit/note-transitions.ts";
import { proveTrail } from "../audit/prove-trail.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import type { JobRecord } from "../jobs/job.ts";
import { requireProved } from "../replicas/create-ports.ts";
import type { ReplicaDoors } from "../replicas/replica-doors.ts";
import type { Mistakes } from "./mistakes.ts";

export type AuditWiring = {
  readonly stores: Stores;
  readonly clock: Clock;
  /** The data folder. */
  readonly folder: string;
  readonly hostKind: BackstayParts["hostKind"];
  readonly mistakes: Mistakes;
  /** A host that lives for one piece of work keeps no heads elsewhere. */
  readonly isStanding: boolean;
  readonly doors: () => Pick<ReplicaDoors, "open">;
  readonly installationId: () => string;
};

export type WiredAudit = {
  readonly trail: AuditTrail;
  readonly nameOf: NameOf;
  readonly handlers: HandlersOf<"audit">;
  /** The same dispatch, with each call that changes something recorded. */
  record(answer: Dispatch): Dispatch;
  /** To be told of every change of a job. */
  noteJob(job: JobRecord): void;
  /** What failover did by itself, or was ordered to. */
  noteTransitions(id: RepositoryId, transitions: readonly Transition[]): void;
  start(): void;
  stop(): Promise<void>;
};

const TICK_MS = 60_000;
/** A head is kept at replicas this often, when there is a newer one. */
const ANCHOR_EVERY_MS = 3_600_000;
const OPEN_LIMIT_MS = 20_000;

/** The audit trail over the catalog, and its heads in the replicas. */
export function wireAudit(parts: AuditWiring): WiredAudit {
  const { stores, clock, folder, mistakes, isStanding } = parts;
  const onProblem = (error: unknown) => mistakes.noteUnlessStopped(error, "audit trail");
  const trail = createAuditTrail({ store: stores.audit, clock, folder, onProblem });
  const nameOf = nameOfThings(stores);
  const noter = createJobNoter(trail, stores.audit, nameOf);
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let anchoredMs = Number.NEGATIVE_INFINITY;
  let anchoredNumber = 0;
  let anchoring: Promise<void> = Promise.resolve();

  /** Those of repositories with several: there is somewhere to keep more than data. */
  const replicas = () =>
    stores.repositories
      .list()
      .filter(({ id }) => stores.replicaSets.epochOf(id) !== undefined)
      .flatMap((repository) => repository.replicas.map((replica) => ({ repository, replica })));

  async function inReplica<T>(
    { replica }: ReturnType<typeof replicas>[number],
    signal: AbortSignal,
    work: (place: Awaited<ReturnType<ReplicaDoors["open"]>>, until: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const until = AbortSignal.any([signal, stopping.signal]);
    const place = await parts.doors().open(replica, until, OPEN_LIMIT_MS);
    try {
      // another disk may be mounted there, and then it is none of ours
      await requireProved(place, replica, until);
      return await work(place, until);
    } finally {
      await place.store.close();
    }
  }

  async function anchor(): Promise<void> {
    const head = trail.head();
    if (head === undefined || head.number === anchoredNumber) return;
    for (const one of replicas()) {
      if (stopping.signal.aborted) return;
      try {
        await inReplica(one, AbortSignal.timeout(OPEN_LIMIT_MS), (place, until) =>
          writeAnchor(place, parts.installationId(), head, trail.hashAt, until),
        );
      } catch {
        // it is away, or keeps no documents; the next hour comes, and whoever proves the trail is told
      }
    }
    anchoredNumber = head.number;
  }

  const tick = (): void => {
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - anchoredMs) < ANCHOR_EVERY_MS) return;
    anchoredMs = nowMs;
    anchoring = anchor().catch(onProblem);
  };

  const prove = async (given: string | null): Promise<AuditVerification> =>
    await proveTrail(
      {
        ...{ trail, folder, clock },
        places: () =>
          replicas().map((one) => ({
            name:
              one.replica.name === one.repository.name
                ? one.replica.name
                : `${one.repository.name}: ${one.replica.name}`,
            read: (signal) =>
              inReplica(one, signal, (place, until) =>
                readAnchor(place, parts.installationId(), trail.hashAt, until),
              ),
          })),
      },
      given,
    );

  return {
    ...{ trail, nameOf },
    handlers: auditHandlers({ trail, prove }),
    record: (answer) => auditCalls(answer, trail, nameOf),
    noteJob(job) {
      try {
        noter.note(job);
      } catch (error) {
        onProblem(error); // it must not keep the queue from recording what happened
      }
    },
    noteTransitions(id, transitions) {
      for (const transition of transitions) noteTransition(trail, id, transition, nameOf);
    },
    start() {
      if (!isStanding) return;
      const facts = { version: VERSION, host: parts.hostKind };
      trail.note({ actor: { kind: "engine" }, action: "host.started", facts });
      timer = setInterval(tick, TICK_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await anchoring;
      if (isStanding) trail.note({ actor: { kind: "engine" }, action: "host.stopped" });
    },
  };
}
