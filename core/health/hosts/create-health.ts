/** Watched hosts and what is on them: the parts that know each other, put together. */
import type { WatchedHostId } from "../../../shared/ids.ts";
import type { AlertService } from "../../alerts/alert-service.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { Clock } from "../../clock.ts";
import type { SecretStore } from "../../secrets/secret-store.ts";
import { createHealthService, type HealthService } from "./health-service.ts";
import { createHostService, type HostService } from "./host-service.ts";
import { createHostReader } from "./open-host.ts";
import { createPoller, type Poller, type PollerParts } from "./poller.ts";
import { forgetAlerts, watchHealth } from "./watch-health.ts";

export type HealthParts = {
  readonly stores: Pick<Stores, "watchedHosts" | "healthSubjects" | "healthRuns" | "hostLayouts">;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly alerts: AlertService;
  /** How full a file system may be before it is an alert; null when none ever is. */
  readonly fullPercent: () => number | null;
  readonly notices: { hosts(): void; health(hostId: WatchedHostId): void };
  readonly hostname: string;
  readonly toolFolder: string | undefined;
  /** What was found damaged of replicas, by the disks that they lie on. */
  readonly damageOn: PollerParts["damageOn"];
  /** A round over a host is over, whatever came of it; who asked for it waits for this, too. */
  readonly onRead: (hostId: WatchedHostId) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

export function createHealth(parts: HealthParts): {
  readonly health: HealthService;
  readonly hosts: HostService;
  readonly poller: Poller;
} {
  const { stores, secrets, clock, alerts, notices } = parts;
  const read = createHostReader(parts.toolFolder);
  const hosts = createHostService({
    ...{ store: stores.watchedHosts, secrets, clock, read, hostname: parts.hostname },
    onChange: notices.hosts,
    onRemoved: (hostId) => forgetAlerts(alerts, { hostId }),
  });
  const poller = createPoller({
    ...{
      hosts,
      stores,
      read,
      clock,
      damageOn: parts.damageOn,
      onError: parts.onError,
      onBegin: notices.hosts,
    },
    async onRead(host) {
      watchHealth(alerts, host, stores.healthSubjects.list(host.id), clock.nowMs(), parts.fullPercent());
      notices.hosts();
      notices.health(host.id);
      await parts.onRead(host.id);
    },
  });
  const health = createHealthService(stores, clock, (id) => poller.isReading(id));
  return { health, hosts, poller };
}
