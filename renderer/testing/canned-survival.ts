/** What would survive in the made-up office: one copy, on a NAS that can do without a disk. */
import type { HealthSubjectId, ReplicaId, RepositoryId, WatchedHostId } from "../../shared/ids.ts";
import type { SourceStatus } from "../../shared/model/overview.ts";
import type { Loss, Survival, SurvivalCell, SurvivingCopy } from "../../shared/model/survival.ts";
import { uuid } from "./canned-values.ts";

type Place = { readonly replicaId: ReplicaId; readonly repositoryId: RepositoryId; readonly name: string };

export function cannedSurvival(sources: readonly SourceStatus[], place: Place, nowMs: number): Survival {
  const hostId = uuid<WatchedHostId>();
  const loss = (kind: Loss["kind"], name: string | null = null): Loss => ({
    ...{ id: kind, kind, name, hostId: kind === "host" ? hostId : null, isThisComputer: false },
  });
  const fates: readonly (readonly [Loss, SurvivingCopy["fate"], SurvivingCopy["reason"]])[] = [
    [loss("disk"), "newest", "array-holds"],
    [loss("host", place.name), "lost", "on-the-host"],
    [loss("office"), "unknown", "place-not-said"],
    [loss("password"), "newest", "password-kept"],
  ];
  const diskId = uuid<HealthSubjectId>();
  const changedSince = { files: 38, bytes: 12_400_000, backups: 30 };
  return {
    nowMs,
    losses: fates.map(([one]) => one),
    hosts: [{ hostId, name: place.name, isThisComputer: false, standing: null }],
    places: [{ ...place, hostId, standing: null }],
    rows: sources.map(({ source, newestGoodMs }) => ({
      ...{
        sourceId: source.id,
        name: source.name,
        good: 1,
        older: 0,
        unknown: 0,
        newestGoodMs,
        changedSince,
      },
      cells: fates.map(
        ([{ id, kind }, fate, reason]): SurvivalCell => ({
          lossId: id,
          copies: [{ replicaId: place.replicaId, fate, reason, gap: null, arrayName: "share" }],
          left: fate === "newest" ? 1 : 0,
          olderLeft: 0,
          unknown: fate === "unknown" ? 1 : 0,
          newestLeftMs: fate === "newest" ? newestGoodMs : null,
          changedSince: fate === "newest" ? changedSince : null,
          disk:
            kind === "disk"
              ? { id: diskId, hostId, hostName: place.name, name: "ZW607Q3M", slot: "3" }
              : null,
        }),
      ),
    })),
  };
}
