/** What a place lies on, wherever it is: on this machine, on a share, or behind an address. */
import type { WatchedHostId } from "../../../shared/ids.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import type { AddressBook } from "./address-book.ts";
import { disksUnder, everythingOf, type Ground, type MachineFacts, type OnServer } from "./disks-under.ts";
import type { HostLayout } from "./host-layout.ts";
import { hostsAt } from "./hosts-at.ts";
import { pathOnHost } from "./path-on-host.ts";
import type { Server } from "./server-of.ts";

/** What is known of all machines. */
export type WatchedFacts = {
  readonly hosts: readonly WatchedHostRecord[];
  readonly layoutOf: (id: WatchedHostId) => HostLayout | undefined;
  readonly subjects: readonly SubjectRecord[];
  readonly book: Pick<AddressBook, "of" | "own">;
};

/** A share of a share of a share is followed no further. */
const MAX_STEPS = 3;

/** @param path absolute, on the machine the engine runs on, links followed */
export function groundOfPath(path: string, facts: WatchedFacts): Ground {
  const local = facts.hosts.find(({ setup }) => setup.kind === "local");
  if (local === undefined) return { kind: "unknown", reason: "not-read", hostId: null };
  return follow(path, local, facts, MAX_STEPS);
}

export function groundOnServer(server: Server, facts: WatchedFacts, steps = MAX_STEPS): Ground {
  const found = hostsAt(server, facts.hosts, facts.book);
  // a machine that is watched in two ways is asked in the one that tells more
  const best = found.find(({ host }) => facts.layoutOf(host.id) !== undefined) ?? found[0];
  if (best === undefined) return { kind: "unknown", reason: "not-watched", hostId: null };
  const { host, isSameSystem } = best;
  const place = isSameSystem
    ? pathOnHost(server.place, facts.layoutOf(host.id))
    : ({ gap: "path-unsure" } as const);
  if ("gap" in place) return everythingOf(factsOf(host, facts), place.gap);
  const exact = follow(place.path, host, facts, steps - 1);
  return exact.kind === "known" ? exact : everythingOf(factsOf(host, facts), exact.reason);
}

function follow(path: string, host: WatchedHostRecord, facts: WatchedFacts, steps: number): Ground {
  const found: Ground | OnServer = disksUnder(path, factsOf(host, facts));
  if (found.kind !== "on-server") return found;
  if (steps <= 0) return { kind: "unknown", reason: "not-watched", hostId: null };
  return groundOnServer(found.server, facts, steps);
}

function factsOf({ id }: WatchedHostRecord, facts: WatchedFacts): MachineFacts {
  const subjects = facts.subjects.filter(({ hostId }) => hostId === id);
  return { hostId: id, layout: facts.layoutOf(id), subjects };
}
