import type { Server } from "./server-of.ts";

const PATH = /^(?:[/\\]|\.{1,2}[/\\]|[A-Za-z]:[/\\])/;

/**
 * Where a repository's location is, as restic writes it: `/srv/backup`, `sftp:user@host:/srv/backup`, `rest:https://host:8000/`.
 * Nothing that is secret is kept of it.
 *
 * @returns a path of this machine, or a server; undefined for what is on no machine anybody could watch
 */
export function placeOfLocation(location: string): string | Server | undefined {
  if (PATH.test(location)) return location;
  const [, scheme, rest] = /^([a-z0-9]+):(.*)$/is.exec(location) ?? [];
  if (scheme === undefined || rest === undefined) return undefined;
  if (scheme === "local") return rest;
  const address = rest.replace(/^s3:/, "");
  if (scheme === "sftp" && !address.startsWith("//")) {
    const [, host, path = ""] = /^(?:[^@]*@)?(\[[^\]]+\]|[^:/]+):(.*)$/s.exec(address) ?? [];
    return host === undefined ? undefined : { addresses: [host], path: path.startsWith("/") ? path : null };
  }
  const url = urlOf(scheme === "sftp" ? `sftp:${address}` : address) ?? urlOf(location);
  if (url === undefined || url.hostname === "") return undefined;
  // sftp://host//srv is a path from the root, sftp://host/srv one from the home
  const isFromRoot = url.protocol === "sftp:" && url.pathname.startsWith("//");
  return { addresses: [url.hostname], path: isFromRoot ? decodePath(url.pathname.slice(1)) : null };
}

function urlOf(text: string): URL | undefined {
  return /^[a-z0-9]+:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
