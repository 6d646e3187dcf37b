import type { ReplicaId } from "../../../shared/ids.ts";
import type { Clock } from "../../clock.ts";
import { orAborted } from "../../platform/or-aborted.ts";
import { newHead } from "../manifest/documents.ts";
import { type IdentityProof, proveIdentity } from "../manifest/identity.ts";
import type { DocumentPlace } from "../manifest/read-documents.ts";
import { manifestOf, type ReadManifest } from "../manifest/set-manifest.ts";
import type { BeatFinding, UseFault } from "../state/event.ts";
import { flyCanary, type SeenCanaries, sweepCanaries } from "./canary.ts";
import { faultOfError } from "./fault-of-error.ts";

/** What one heartbeat found of a replica. */
export type Beat = {
  /** For the state machine. */
  readonly finding: BeatFinding;
  /** Undefined when it could not be asked. */
  readonly proof: IdentityProof | undefined;
  /** What the replica says of the set; undefined unless it proved itself. */
  readonly manifest: ReadManifest | undefined;
};

/** The heartbeat of one replica. */
export type Heartbeat = {
  /**
   * Asks the replica once. While it owes the answer to an earlier beat nothing is asked, and the beat has failed.
   * @throws the signal's reason, when it is aborted; errors that are mistakes of ours
   */
  beat(signal: AbortSignal): Promise<Beat>;
};

export type HeartbeatParts = {
  readonly replicaId: ReplicaId;
  readonly installationId: string;
  /** Opened for this heartbeat alone; a store that tries again by itself is given up at the limit. */
  readonly open: (signal: AbortSignal) => Promise<DocumentPlace>;
  /** In bytes; null where nobody knows. */
  readonly freeBytes: (signal: AbortSignal) => Promise<number | null>;
  readonly limitMs: number;
  readonly clock: Clock;
  /** When a job last got something stored there; undefined where none has. */
  readonly storedMs?: () => number | undefined;
};

/**
 * Reach, identity, a canary that is written, read and removed, and free space. A place that does not prove itself is never written to.
 * Where a store keeps none of our documents, writing is not tried: what restic would take for a lock would keep others out.
 */
export function createHeartbeat(parts: HeartbeatParts): Heartbeat {
  const { limitMs, clock } = parts;
  const seen: SeenCanaries = new Map();
  let owed: Promise<unknown> | undefined;
  let askedMs = clock.nowMs();

  /** One that takes what is written lives, even when what is asked besides has to wait. */
  const lateBeat = (sinceMs: number): Beat => {
    const storedMs = parts.storedMs?.();
    const isBusy = storedMs !== undefined && storedMs >= sinceMs && storedMs <= clock.nowMs();
    return { ...failed(isBusy ? null : "unreachable", "TIMED_OUT"), proof: undefined, manifest: undefined };
  };

  return {
    async beat(signal) {
      signal.throwIfAborted();
      const [beforeMs, startedMs] = [askedMs, clock.nowMs()];
      askedMs = startedMs;
      if (owed !== undefined) return lateBeat(beforeMs);
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), limitMs);
      const both = AbortSignal.any([signal, late.signal]);
      const work = ask(parts, seen, startedMs, both);
      owed = work;
      const settle = () => {
        owed = undefined;
      };
      work.then(settle, settle);
      try {
        return await orAborted(work, both);
      } catch (error) {
        signal.throwIfAborted();
        if (late.signal.aborted) return lateBeat(startedMs);
        const fault = faultOfError(error);
        if (fault === undefined) throw error;
        return { ...failed(fault.fault, fault.detail), proof: undefined, manifest: undefined };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function ask(
  parts: HeartbeatParts,
  seen: SeenCanaries,
  startedMs: number,
  signal: AbortSignal,
): Promise<Beat> {
  const { replicaId, installationId, clock } = parts;
  const place = await parts.open(signal);
  try {
    const { proof, found } = await proveIdentity(place, replicaId, signal);
    if (proof.is !== "proved")
      return { ...failed("identity-mismatch", IDENTITY_DETAILS[proof.is]), proof, manifest: undefined };
    const manifest = manifestOf(found);
    const freeBytes = await parts.freeBytes(signal);
    try {
      if (place.store.keepsManifests) {
        await sweepCanaries(place, found, seen, installationId, startedMs, signal);
        const canary = { ...newHead("canary", place.id), writer: installationId, writtenMs: startedMs };
        await flyCanary(place, canary, signal);
      }
    } catch (error) {
      const fault = faultOfError(error);
      if (fault === undefined) throw error;
      return { finding: { isGood: false, ...fault, freeBytes }, proof, manifest };
    }
    const tookMs = Math.max(0, clock.nowMs() - startedMs);
    return { finding: { isGood: true, tookMs, freeBytes }, proof, manifest };
  } finally {
    await place.store.close();
  }
}

/** As codes, like those of errors. */
const IDENTITY_DETAILS = {
  "no-repository": "REPOSITORY_MISSING",
  "other-repository": "REPOSITORY_CHANGED",
  "no-identity": "IDENTITY_MISSING",
  "other-replica": "IDENTITY_OTHER",
  mixed: "IDENTITY_MIXED",
} as const;

function failed(fault: UseFault | null, detail: string): Pick<Beat, "finding"> {
  return { finding: { isGood: false, fault, detail, freeBytes: null } };
}
