/** What a place lies on, wherever it is: on this machine, on a share, or behind an address. */
import type { WatchedHostId } from "../../../shared/ids.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { disksUnder, everythingOf, type Ground, type MachineFacts, type OnServer } from "./disks-under.ts";
import type { HostLayout } from "./host-layout.ts";

/** What is known of all machines. */
export type WatchedFacts = {
  readonly hosts: readonly WatchedHostRecord[];
  readonly layoutOf: (id: WatchedHostId) => HostLayout | undefined;
  readonly subjects: readonly SubjectRecord[];
};

/** A share of a share of a share is followed no further. */
const MAX_STEPS = 3;

/** @param path absolute, on the machine the engine runs on, links followed */
export function groundOfPath(path: string, facts: WatchedFacts): Ground {
  const local = facts.hosts.find(({ setup }) => setup.kind === "local");
  if (local === undefined) return { kind: "unknown", reason: "not-read", hostId: null };
  return follow(path, local, facts, MAX_STEPS);
}

/**
 * @param addresses names and addresses a machine goes by
 * @param path where it is there; null when that is not known
 */
export function groundOnServer(
  addresses: readonly string[],
  path: string | null,
  facts: WatchedFacts,
  steps = MAX_STEPS,
): Ground {
  const found = hostsAt(addresses, facts.hosts);
  // a machine that is watched in two ways is asked in the one that tells more
  const host = found.find(({ id }) => facts.layoutOf(id) !== undefined) ?? found[0];
  if (host === undefined) return { kind: "unknown", reason: "not-watched", hostId: null };
  const exact = path === null ? undefined : follow(path, host, facts, steps - 1);
  return exact?.kind === "known" ? exact : everythingOf(factsOf(host, facts));
}

function follow(path: string, host: WatchedHostRecord, facts: WatchedFacts, steps: number): Ground {
  const found: Ground | OnServer = disksUnder(path, factsOf(host, facts));
  if (found.kind !== "on-server") return found;
  if (steps <= 0) return { kind: "unknown", reason: "not-watched", hostId: null };
  return groundOnServer(found.addresses, found.path, facts, steps);
}

function factsOf({ id }: WatchedHostRecord, facts: WatchedFacts): MachineFacts {
  const subjects = facts.subjects.filter(({ hostId }) => hostId === id);
  return { hostId: id, layout: facts.layoutOf(id), subjects };
}

/** Only what is the same is the same: `nas` and `nas.example.org` may be two machines. */
function hostsAt(addresses: readonly string[], hosts: readonly WatchedHostRecord[]): WatchedHostRecord[] {
  const wanted = new Set(addresses.map(plain));
  const isHere = [...wanted].some((address) => OWN.test(address));
  return hosts.filter(({ setup }) =>
    setup.kind === "local" ? isHere : !isHere && wanted.has(plain(setup.address)),
  );
}

const OWN = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

function plain(address: string): string {
  return address
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}
