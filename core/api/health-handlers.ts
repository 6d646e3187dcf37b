import type { AlertService } from "../alerts/alert-service.ts";
import type { HealthService } from "../health/hosts/health-service.ts";
import type { HostService } from "../health/hosts/host-service.ts";
import type { Poller } from "../health/hosts/poller.ts";
import { acknowledgeAlerts, forgetAlerts } from "../health/hosts/watch-health.ts";
import { explainSavedOutput } from "./explain-saved-output.ts";
import type { HandlersOf } from "./handlers.ts";

export type HealthHandlerParts = {
  readonly health: HealthService;
  readonly hosts: HostService;
  readonly poller: Pick<Poller, "checkNow">;
  readonly alerts: Pick<AlertService, "list" | "acknowledge" | "resolveAll">;
  readonly onChange: (hostId: Parameters<Poller["checkNow"]>[0]) => void;
  /** Something that nobody waits for. */
  readonly inBackground: (work: Promise<unknown>) => void;
};

/** Answers what is about watched hosts and what is on them. */
export function healthHandlers(parts: HealthHandlerParts): HandlersOf<"health" | "hosts"> {
  const { health, hosts, poller, alerts, onChange, inBackground } = parts;
  return {
    "health.overview": async () => health.overview(),
    "health.disks": async ({ hostId }) => ({ disks: health.disks(hostId) }),
    "health.disk": async ({ subjectId }) => health.disk(subjectId),
    "health.arrays": async ({ hostId }) => ({ arrays: health.arrays(hostId) }),
    "health.controllers": async ({ hostId }) => ({ controllers: health.controllers(hostId) }),
    "health.volumes": async ({ hostId }) => ({ volumes: health.volumes(hostId) }),
    "health.series": async ({ subjectId, metric, ...span }) => ({
      runs: health.series(subjectId, metric, span),
    }),
    "health.explain": async ({ text }) => explainSavedOutput(text, Date.now()),
    "health.acknowledge": async ({ subjectId }) => {
      const { hostId } = health.acknowledge(subjectId);
      acknowledgeAlerts(alerts, subjectId);
      onChange(hostId);
      return {};
    },
    "health.forget": async ({ subjectId }) => {
      const { hostId } = health.forget(subjectId);
      forgetAlerts(alerts, { subjectId });
      onChange(hostId);
      return {};
    },
    "health.setDeviceType": async ({ subjectId, deviceType }) => {
      const { hostId } = health.giveType(subjectId, deviceType);
      onChange(hostId);
      inBackground(poller.checkNow(hostId));
      return {};
    },
    "health.checkNow": async ({ hostId }) => {
      const ids = hostId === undefined ? hosts.list().map(({ id }) => id) : [hosts.require(hostId).id];
      await Promise.all(ids.map((id) => poller.checkNow(id)));
      return {};
    },
    "hosts.list": async () => ({ hosts: health.hosts() }),
    "hosts.add": async ({ draft, secrets }) => {
      const host = await hosts.add(draft, secrets);
      inBackground(poller.checkNow(host.id));
      return health.viewHost(host);
    },
    "hosts.edit": async ({ hostId, draft, secrets }) => {
      const host = await hosts.edit(hostId, draft, secrets);
      inBackground(poller.checkNow(host.id));
      return health.viewHost(host);
    },
    "hosts.remove": async ({ hostId }) => {
      await hosts.remove(hostId);
      return {};
    },
    "hosts.trustKey": async ({ hostId, hostKey }) => {
      const host = hosts.trustKey(hostId, hostKey);
      inBackground(poller.checkNow(host.id));
      return health.viewHost(host);
    },
    "hosts.test": async ({ hostId, draft, secrets }) => await hosts.test(hostId, draft, secrets),
  };
}
