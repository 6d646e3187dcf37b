import { useSyncExternalStore } from "react";
import { entryScriptThere, ownEntryScript } from "./entry-script-there.ts";
import { transport } from "./host.ts";
import { createListeners } from "./listeners.ts";

const changes = createListeners<void>();
let isOutdated = false;
let isFollowing = false;

/** Whether the host has pages of another build than these. Asked when the host has come back: it may have been updated meanwhile. */
export function useIsOutdated(): boolean {
  return useSyncExternalStore(follow, () => isOutdated);
}

function follow(listener: () => void): () => void {
  if (!isFollowing) {
    isFollowing = true;
    transport.onGap(() => void compare());
  }
  return changes.add(listener);
}

async function compare(): Promise<void> {
  const there = await entryScriptThere(); // gone again? the next time it is back, it is asked again
  if (there === undefined || there === ownEntryScript() || isOutdated) return;
  isOutdated = true;
  changes.tell();
}
