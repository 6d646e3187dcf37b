import { z } from "zod";
import { GatewayDraft, GatewayIdText, GatewayView } from "../model/gateway.ts";
import { method } from "./method.ts";

export const gatewayMethods = {
  /** With how they are now. */
  "gateways.list": method("read", z.strictObject({}), z.strictObject({ gateways: z.array(GatewayView) })),
  /**
   * Makes one when `gatewayId` is null. Not for who may not choose programs either: it opens a port of this computer.
   * @throws GATEWAY_NOT_FOUND, GATEWAY_REFUSED, REPOSITORY_NOT_FOUND, NAME_TAKEN
   */
  "gateways.save": method(
    "write",
    z.strictObject({ gatewayId: GatewayIdText.nullable(), draft: GatewayDraft }),
    GatewayView,
  ),
  /** What is open may end in its time. @throws GATEWAY_NOT_FOUND */
  "gateways.remove": method("write", z.strictObject({ gatewayId: GatewayIdText }), z.strictObject({})),
};
