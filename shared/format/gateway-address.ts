import { GatewayAddress } from "../model/gateway.ts";

/** Reads `nas.office:22` or `[2001:db8::5]:22`. @returns undefined when it is neither */
export function parseGatewayAddress(text: string): GatewayAddress | undefined {
  const [, inBrackets, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text.trim()) ?? [];
  return GatewayAddress.safeParse({ host: inBrackets ?? plain ?? "", port: Number(port) }).data;
}

/** As it is typed: `nas.office:22`, and the number of an IPv6 address in brackets. */
export function formatGatewayAddress({ host, port }: GatewayAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
