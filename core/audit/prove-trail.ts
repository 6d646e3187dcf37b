/** Everything that can be said of a trail: its chain, and whether heads that are kept elsewhere agree with it. */
import type { AuditAnchorView, AuditVerification } from "../../shared/model/audit.ts";
import type { Clock } from "../clock.ts";
import { judgeAnchor, type KeptAnchor } from "./anchors.ts";
import type { AuditTrail } from "./audit-trail.ts";
import { readHeadFile } from "./head-file.ts";

/** A replica in which heads may be kept. */
export type AnchorPlace = {
  readonly name: string;
  /** @throws when nobody can look */
  readonly read: (signal: AbortSignal) => Promise<KeptAnchor>;
};

export type ProveParts = {
  readonly trail: Pick<AuditTrail, "prove" | "hashAt">;
  readonly folder: string;
  readonly clock: Clock;
  readonly places: () => readonly AnchorPlace[];
};

/** Replicas that do not answer are not waited for longer. */
const LOOK_LIMIT_MS = 20_000;

/** @param given `number:hash` that somebody wrote down */
export async function proveTrail(parts: ProveParts, given: string | null): Promise<AuditVerification> {
  const { trail, folder, clock } = parts;
  const chain = await trail.prove();
  const anchors: AuditAnchorView[] = [
    ...(given === null ? [] : [givenAnchor(given, trail.hashAt)]),
    fileAnchor(folder, trail.hashAt),
    ...(await Promise.all(parts.places().map(look))),
  ];
  const isContradicted = anchors.some(({ state }) => state === "cut-off" || state === "differs");
  const verdict = chain.fault !== null || isContradicted ? "broken" : "whole";
  return { checkedMs: clock.nowMs(), ...chain, anchors, verdict };
}

function givenAnchor(given: string, hashAt: AuditTrail["hashAt"]): AuditAnchorView {
  const [number = "", hash = ""] = given.split(":");
  const anchor = { number: Number(number), hash };
  return { where: "given", name: "", state: judgeAnchor(anchor, hashAt), number: anchor.number, atMs: null };
}

function fileAnchor(folder: string, hashAt: AuditTrail["hashAt"]): AuditAnchorView {
  const common = { where: "data-folder", name: "" } as const;
  try {
    const kept = readHeadFile(folder);
    if (kept === undefined) return { ...common, state: "none", number: null, atMs: null };
    return { ...common, state: judgeAnchor(kept, hashAt), number: kept.number, atMs: kept.atMs };
  } catch {
    return { ...common, state: "unreachable", number: null, atMs: null };
  }
}

async function look({ name, read }: AnchorPlace): Promise<AuditAnchorView> {
  const common = { where: "replica", name } as const;
  try {
    const { state, anchor } = await read(AbortSignal.timeout(LOOK_LIMIT_MS));
    return { ...common, state, number: anchor?.number ?? null, atMs: anchor?.atMs ?? null };
  } catch {
    return { ...common, state: "unreachable", number: null, atMs: null };
  }
}
