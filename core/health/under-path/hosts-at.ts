/** Which of the watched machines a server is. */
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import type { AddressBook, KnownAs } from "./address-book.ts";
import { isLoopback } from "./plain-address.ts";
import type { Server } from "./server-of.ts";

/** A machine that is the server, or holds it: then its folders may be others than the server's. */
export type FoundHost = { readonly host: WatchedHostRecord; readonly isSameSystem: boolean };

/**
 * By the key it signs with, by name, and by what names stand for. Nothing is guessed of names alone: `nas` and `nas.example.org` may
 * be two machines.
 *
 * @returns the surest first; several where one is watched in two ways
 */
export function hostsAt(
  server: Pick<Server, "addresses" | "ssh">,
  hosts: readonly WatchedHostRecord[],
  book: Pick<AddressBook, "of" | "own">,
): readonly FoundHost[] {
  const wanted = book.of(server);
  const own = book.own();
  const isHere = [...wanted.addresses].some((address) => isLoopback(address) || own.has(address));
  const found = hosts.flatMap((host): { found: FoundHost; rank: number }[] => {
    const { setup } = host;
    if (setup.kind === "local") return isHere ? [{ found: { host, isSameSystem: true }, rank: 1 }] : [];
    const port = setup.kind === "ssh" ? setup.port : null;
    const known = book.of({ addresses: [setup.address], ssh: null });
    const isKey = host.hostKey !== null && (wanted.hostKeys as readonly string[]).includes(host.hostKey);
    const isPort = wanted.port !== null && wanted.port === port;
    // what is reached through this machine itself is known by its port only
    const isAddress = [...known.addresses].some(
      (address) => wanted.addresses.has(address) && (isPort || !(isLoopback(address) || own.has(address))),
    );
    if (isKey) return [{ found: { host, isSameSystem: true }, rank: 3 }];
    if (!isAddress) return [];
    return [{ found: { host, isSameSystem: !isOther(wanted, host, port) }, rank: isPort ? 2 : 1 }];
  });
  const best = Math.max(0, ...found.map(({ rank }) => rank));
  // a port that is passed on leads to another machine than the one that passes it on
  return found.filter(({ rank }) => rank === best).map((one) => one.found);
}

/** At another port of the same address, with another key: a container there, say, with folders of its own. */
function isOther(wanted: KnownAs, { hostKey }: WatchedHostRecord, port: number | null): boolean {
  if (wanted.port === null || port === null || wanted.port === port || hostKey === null) return false;
  const typeOf = (key: string) => key.split(" ", 1)[0];
  return wanted.hostKeys.some((key) => typeOf(key) === typeOf(hostKey) && key !== hostKey);
}
