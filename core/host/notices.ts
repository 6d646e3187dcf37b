import type { BackstayEvent } from "../../shared/api/events.ts";
import type { RepositoryId, WatchedHostId } from "../../shared/ids.ts";
import type { EventHub } from "../api/event-hub.ts";

/** Tells of changes that often come in heaps, each kind once per heap. */
export type Notices = {
  plans(): void;
  sources(): void;
  repositories(): void;
  alerts(open: number): void;
  alertChannels(): void;
  snapshots(repositoryId: RepositoryId): void;
  failover(repositoryId: RepositoryId): void;
  drills(repositoryId: RepositoryId): void;
  hosts(): void;
  health(hostId: WatchedHostId): void;
  acts(): void;
  stop(): void;
};

export function createNotices(hub: EventHub): Notices {
  const waiting = new Map<string, BackstayEvent>();
  let timer: NodeJS.Immediate | undefined;

  const flush = () => {
    timer = undefined;
    const events = [...waiting.values()];
    waiting.clear();
    for (const event of events) hub.publish(event);
  };
  const tell = (event: BackstayEvent, key: string = event.type) => {
    waiting.delete(key); // the order is that of the newest
    waiting.set(key, event);
    timer ??= setImmediate(flush);
  };
  return {
    plans: () => tell({ type: "plans" }),
    sources: () => tell({ type: "sources" }),
    repositories: () => tell({ type: "repositories" }),
    alerts: (open) => tell({ type: "alerts", open }),
    alertChannels: () => tell({ type: "alert-channels" }),
    snapshots: (repositoryId) => tell({ type: "snapshots", repositoryId }, `snapshots ${repositoryId}`),
    failover: (repositoryId) => tell({ type: "failover", repositoryId }, `failover ${repositoryId}`),
    drills: (repositoryId) => tell({ type: "drills", repositoryId }, `drills ${repositoryId}`),
    hosts: () => tell({ type: "hosts" }),
    health: (hostId) => tell({ type: "health", hostId }, `health ${hostId}`),
    acts: () => tell({ type: "acts" }),
    stop() {
      clearImmediate(timer);
      waiting.clear();
    },
  };
}
