import type { RepositoryId } from "../../shared/ids.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { GatewayService } from "../gateway/gateway-service.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers what is about gateways in front of replicas. */
export function gatewayHandlers(
  gateways: GatewayService,
  requireRepository: (id: RepositoryId) => RepositoryRecord,
): HandlersOf<"gateways"> {
  return {
    "gateways.list": async () => ({ gateways: gateways.list() }),
    "gateways.save": async ({ gatewayId, draft }, { rights }) => {
      requireRepository(draft.repositoryId);
      return await gateways.save(gatewayId, draft, rights.has("programs"));
    },
    "gateways.remove": async ({ gatewayId }) => {
      await gateways.remove(gatewayId);
      return {};
    },
  };
}
