import { isIP } from "node:net";
import { isLoopback, plainAddress } from "./loopback.ts";

/** What a request says about where it was sent, and where it arrived. */
export type Arrival = {
  /** The header `Host`. */
  readonly host: string | undefined;
  /** The header `Origin`. */
  readonly origin: string | undefined;
  /** The address and the port of this computer that the connection came in at. */
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
};

export type HostCheck = {
  /** Whether the page was asked for under a name of ours. A page of somebody whose name is made to point here was not. */
  isOurHost(arrival: Arrival): boolean;
  /** Whether the page that asks is one of ours. False when the request does not say. */
  isOurOrigin(arrival: Arrival): boolean;
};

type Name = { readonly hostname: string; readonly port: number };

/**
 * Keeps strange pages out that a browser of this computer shows: such a page can make the browser send requests here, and can let
 * its own name point here, but it can neither choose `Host` nor `Origin`. An IP address cannot be made to point elsewhere, so the
 * one a request arrived at is ours.
 *
 * @param names by which people call this computer, each as `name` or `name:port`
 */
export function createHostCheck(scheme: "http" | "https", names: readonly string[]): HostCheck {
  const known = names.flatMap((name) => {
    const parsed = parseAuthority(scheme, name);
    return parsed === undefined ? [] : [{ ...parsed, hasPort: /:\d+$/.test(name) }];
  });

  function isOurs({ hostname, port }: Name, { localAddress = "", localPort }: Arrival): boolean {
    const isOurPort = port === localPort;
    const local = plainAddress(localAddress);
    if (isIP(hostname) !== 0) return isOurPort && plainAddress(hostname) === local;
    if (hostname === "localhost") return isOurPort && isLoopback(local);
    return known.some(
      (name) => name.hostname === hostname && (name.hasPort ? name.port === port : isOurPort),
    );
  }

  return {
    isOurHost(arrival) {
      const name = parseAuthority(scheme, arrival.host);
      return name !== undefined && isOurs(name, arrival);
    },
    isOurOrigin(arrival) {
      const { origin } = arrival;
      if (origin === undefined || !URL.canParse(origin)) return false;
      const { protocol, host, origin: parsed } = new URL(origin);
      const name = parseAuthority(scheme, host);
      if (protocol !== `${scheme}:` || parsed !== origin.toLowerCase() || name === undefined) return false;
      const asked = parseAuthority(scheme, arrival.host);
      return asked !== undefined && asked.hostname === name.hostname && asked.port === name.port;
    },
  };
}

/** Whether a text is a name as {@link createHostCheck} takes it. */
export function isHostName(text: string): boolean {
  return parseAuthority("https", text) !== undefined;
}

/** @returns the name without the brackets of IPv6; undefined for what is more, or less, than a name and a port */
function parseAuthority(scheme: "http" | "https", text: string | undefined): Name | undefined {
  if (text === undefined || !/^[\w.\-:[\]]+$/.test(text) || !URL.canParse(`${scheme}://${text}`))
    return undefined;
  const { hostname, port, pathname } = new URL(`${scheme}://${text}`);
  if (pathname !== "/") return undefined;
  const usual = scheme === "https" ? 443 : 80;
  return {
    hostname: hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, ""),
    port: port === "" ? usual : Number(port),
  };
}
