import { BackstayError } from "../../shared/errors.ts";
import { parseGatewayAddress } from "../../shared/format/gateway-address.ts";
import type { GatewayAddress } from "../../shared/model/gateway.ts";

export type NamedTarget = { readonly replica: string; readonly addresses: readonly GatewayAddress[] };

/**
 * Reads `NAS=10.0.0.2:22`, or with more addresses of the same machine `NAS=10.0.0.2:22,nas.vpn:22`. Of an IPv6 address the number
 * stands in brackets.
 * @throws {BackstayError} USAGE
 */
export function parseGatewayTarget(text: string): NamedTarget {
  const at = text.lastIndexOf("=");
  const replica = text.slice(0, Math.max(0, at));
  const addresses = text
    .slice(at + 1)
    .split(",")
    .map(parseGatewayAddress);
  const whole = addresses.filter((address) => address !== undefined);
  if (replica === "" || whole.length !== addresses.length)
    throw new BackstayError("USAGE", { problem: "value-invalid", about: [text, "--target", ""] });
  return { replica, addresses: whole };
}
