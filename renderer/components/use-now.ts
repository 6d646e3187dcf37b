import { useSyncExternalStore } from "react";

const EVERY_MS = 15_000;

let nowMs = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, EVERY_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

/** The time, four times a minute, for ages that grow while one looks at them. It asks nobody. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => {
    // the first one to look after a pause must not see an old time
    if (listeners.size === 0) nowMs = Math.max(nowMs, Date.now() - (Date.now() % 1000));
    return nowMs;
  });
}
