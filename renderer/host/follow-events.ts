import type { QueryClient } from "@tanstack/react-query";
import type { BackstayEvent } from "../../shared/api/events.ts";
import type { AppState } from "../../shared/model/app.ts";
import { isOldAfter, methodsOldAfter } from "./event-invalidation.ts";
import { progressStore } from "./progress-store.ts";
import type { Transport } from "./transport.ts";

/** Several events come together when a job ends; what is old is asked for once. */
const SETTLE_MS = 120;

const ENDED = new Set(["done", "done-with-problems", "failed", "cancelled", "interrupted"]);

/** Keeps the answers that the pages show true to the engine, by its events. @returns what ends it */
export function followEvents(transport: Transport, queryClient: QueryClient): () => void {
  const happened: BackstayEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const askAgain = (): void => {
    timer = undefined;
    const events = happened.splice(0);
    void queryClient.invalidateQueries({
      predicate: ({ queryKey: [name, input] }) => events.some((event) => isOldAfter(event, name, input)),
    });
  };
  const stopEvents = transport.onEvent(({ event }) => {
    apply(event, queryClient);
    if (methodsOldAfter(event).length === 0) return;
    happened.push(event);
    timer ??= setTimeout(askAgain, SETTLE_MS);
  });
  const stopGaps = transport.onGap(() => {
    progressStore.clear();
    void queryClient.invalidateQueries();
  });
  return () => {
    clearTimeout(timer);
    stopEvents();
    stopGaps();
  };
}

function apply(event: BackstayEvent, queryClient: QueryClient): void {
  if (event.type === "progress") progressStore.report(event.jobId, event.progress);
  if (event.type === "job") {
    if (ENDED.has(event.job.state)) progressStore.end(event.job.id);
    queryClient.setQueryData(["jobs.get", { jobId: event.job.id }], event.job);
  }
  if (event.type === "settings") {
    const { settings } = event;
    queryClient.setQueryData<AppState>(["app.state", {}], (state) => state && { ...state, settings });
  }
}
