import type { WatchedHost } from "../../../../shared/model/watched-host.ts";

const FROM_THE_WORST: readonly WatchedHost["severity"][] = ["critical", "warning", "unknown", "ok"];

/** The host that is shown when nobody has chosen one: the first of those in the worst state. */
export function neediestHost(hosts: readonly WatchedHost[]): WatchedHost | undefined {
  for (const severity of FROM_THE_WORST) {
    const found = hosts.find((host) => host.severity === severity);
    if (found !== undefined) return found;
  }
  return undefined;
}
