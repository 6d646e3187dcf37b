import { NOT_SAID, type PlaceOnServer, type Server, serverOfUnc } from "./server-of.ts";

const PATH = /^(?:[/\\]|\.{1,2}[/\\]|[A-Za-z]:[/\\])/;

/**
 * Where a repository's location is, as restic writes it: `/srv/backup`, `sftp:user@host:/srv/backup`, `rest:https://host:8000/`.
 * Nothing that is secret is kept of it.
 *
 * @returns a path of this machine, or a server; undefined for what is on no machine anybody could watch
 */
export function placeOfLocation(location: string): string | Server | undefined {
  // how Windows names a share
  if (location.startsWith("\\\\")) return serverOfUnc(location.replaceAll("\\", "/")) ?? location;
  if (PATH.test(location)) return location;
  const [, scheme, rest] = /^([a-z0-9]+):(.*)$/is.exec(location) ?? [];
  if (scheme === undefined || rest === undefined) return undefined;
  if (scheme === "local") return placeOfLocation(rest) ?? rest;
  const address = rest.replace(/^s3:/, "");
  if (scheme === "sftp" && !address.startsWith("//")) {
    const [, user = null, host, path = ""] = /^(?:([^@]*)@)?(\[[^\]]+\]|[^:/]+):(.*)$/s.exec(address) ?? [];
    if (host === undefined) return undefined;
    return {
      ...{ addresses: [host], ssh: { port: null, user } },
      place: overSftp(path.startsWith("/") ? path : null),
    };
  }
  const url = urlOf(scheme === "sftp" ? `sftp:${address}` : address) ?? urlOf(location);
  if (url === undefined || url.hostname === "") return undefined;
  if (url.protocol !== "sftp:") return { addresses: [url.hostname], ssh: null, place: NOT_SAID };
  // sftp://host//srv is a path from the root, sftp://host/srv one from the home
  const path = url.pathname.startsWith("//") ? decode(url.pathname.slice(1)) : null;
  const user = url.username === "" ? null : decode(url.username);
  const port = url.port === "" ? null : Number(url.port);
  return { addresses: [url.hostname], ssh: { port, user }, place: overSftp(path) };
}

function overSftp(path: string | null): PlaceOnServer {
  return path === null ? NOT_SAID : { kind: "over-sftp", path };
}

function urlOf(text: string): URL | undefined {
  return /^[a-z0-9]+:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
