import { useSyncExternalStore } from "react";
import { entryScriptOf } from "./entry-script.ts";
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
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute("src");
  try {
    const answer = await fetch(new URL("index.html", document.baseURI), { cache: "no-store" });
    if (!answer.ok) return;
    const there = entryScriptOf(await answer.text());
    if (there === undefined || there === own || isOutdated) return;
    isOutdated = true;
    changes.tell();
  } catch {
    // gone again: the next time it is back, it is asked again
  }
}
