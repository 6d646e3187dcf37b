/**
 * The controller's lease: which installation moves things by itself. Clocks of two computers differ, so nobody compares the other's
 * times with its own: a lease has lapsed when it was seen unchanged for as long as it lasts.
 */
import type { ControllerLease } from "./documents.ts";

/** A lease, and since when it has been seen as it is, by the own clock. */
export type SeenLease = { readonly lease: ControllerLease | null; readonly sinceMs: number };

/** To be called whenever the manifest was read. A clock that went back begins the wait anew. */
export function seeLease(
  before: SeenLease | undefined,
  lease: ControllerLease | null,
  nowMs: number,
): SeenLease {
  const isSame =
    before !== undefined &&
    before.lease?.term === lease?.term &&
    before.lease?.holder === lease?.holder &&
    before.lease?.renewedMs === lease?.renewedMs;
  return isSame && before.sinceMs <= nowMs ? before : { lease, sinceMs: nowMs };
}

/** Whose it is: `lapsed` may be taken over, `none` was never taken. */
export function judgeLease(
  { lease, sinceMs }: SeenLease,
  installationId: string,
  nowMs: number,
): "mine" | "another's" | "lapsed" | "none" {
  if (lease === null) return "none";
  if (nowMs - sinceMs >= lease.lastsMs) return "lapsed";
  return lease.holder === installationId ? "mine" : "another's";
}

/** The lease to publish: renewed when it is the own, with a new term when it is taken over. */
export function nextLease(
  { lease }: SeenLease,
  installationId: string,
  nowMs: number,
  lastsMs: number,
): ControllerLease {
  const isOwn = lease?.holder === installationId;
  const term = lease === null ? 1 : isOwn ? lease.term : lease.term + 1;
  return { term, holder: installationId, renewedMs: nowMs, lastsMs };
}
