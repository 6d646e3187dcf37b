import type { LogEntry } from "../../api/backstay.ts";
import { removeLeftoverSnapshots } from "./take-moment.ts";

/** Makes the chore that removes what backups of this machine left behind that were killed: when a host starts, and daily. */
export function createLeftoverWatch(log: (entry: LogEntry) => void): { readonly tick: () => Promise<void> } {
  return {
    async tick() {
      const removed = await removeLeftoverSnapshots();
      if (removed > 0)
        log({
          level: "info",
          text: "removed snapshots of file systems that a backup left behind",
          facts: { removed },
        });
    },
  };
}
