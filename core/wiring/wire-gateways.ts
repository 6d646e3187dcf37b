import type { RepositoryId } from "../../shared/ids.ts";
import { gatewayHandlers } from "../api/gateway-handlers.ts";
import type { HandlersOf } from "../api/handlers.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { createGatewayService } from "../gateway/gateway-service.ts";
import type { Mistakes } from "./mistakes.ts";

export type GatewayWiring = {
  readonly stores: Pick<Stores, "settings" | "repositories">;
  readonly clock: Clock;
  readonly requireRepository: (id: RepositoryId) => RepositoryRecord;
  readonly mistakes: Mistakes;
  /** A host that lives for one piece of work only lets nobody in. */
  readonly isStanding: boolean;
  readonly onChange: (id: RepositoryId) => void;
};

export type WiredGateways = {
  readonly handlers: HandlersOf<"gateways">;
  start(): void;
  /** Another replica may be active. */
  follow(id: RepositoryId): void;
  /** A repository is not known here any more. */
  forget(id: RepositoryId): void;
  stop(): Promise<void>;
};

/** An address that somebody else has may be free again; a replica may have gone. */
const TICK_MS = 10_000;

/** Gateways in front of replicas, over the catalog. */
export function wireGateways(parts: GatewayWiring): WiredGateways {
  const { stores, clock, mistakes, isStanding } = parts;
  const service = createGatewayService({
    ...{ settings: stores.settings, clock },
    replicasOf: (id) => stores.repositories.get(id)?.replicas,
    onChange: parts.onChange,
  });
  // where nothing listens, nothing is to be started by saving one either
  const gateways = isStanding ? service : { ...service, tick: async () => undefined };
  let timer: NodeJS.Timeout | undefined;
  const tick = () => void gateways.tick().catch((error) => mistakes.noteUnlessStopped(error, "gateways"));
  return {
    handlers: gatewayHandlers(gateways, parts.requireRepository),
    start() {
      if (!isStanding) return;
      tick();
      timer = setInterval(tick, TICK_MS);
      timer.unref();
    },
    follow(id) {
      try {
        gateways.follow(id);
      } catch (error) {
        mistakes.noteUnlessStopped(error, "gateways"); // it must not keep backups from moving
      }
    },
    forget: (id) => mistakes.inBackground(gateways.removeOf(id), "gateways"),
    async stop() {
      clearInterval(timer);
      await gateways.stop();
    },
  };
}
