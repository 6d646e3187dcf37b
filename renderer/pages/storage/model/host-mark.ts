import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import type { VerdictName } from "../../../components/verdict.tsx";
import { SHAPE_OF } from "./verdict-look.ts";

const CALM = new Set<WatchedHost["worst"]>(["ok", "asleep", "checking"]);

/** The shape beside a host in the list: that of the worst on it. What is acknowledged is neither that nor fine. */
export function hostMark({ worst, acknowledged }: Pick<WatchedHost, "worst" | "acknowledged">): VerdictName {
  const isCalm = worst === null || CALM.has(worst);
  if (isCalm && acknowledged > 0) return "info";
  if (worst === null) return "unknown";
  return isCalm ? "ok" : SHAPE_OF[worst];
}
