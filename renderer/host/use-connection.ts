import { useSyncExternalStore } from "react";
import { transport } from "./host.ts";
import type { Connection } from "./transport.ts";

export function useConnection(): Connection {
  return useSyncExternalStore(transport.onConnection, () => transport.connection);
}
