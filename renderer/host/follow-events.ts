import type { QueryClient } from "@tanstack/react-query";
import type { BackstayEvent } from "../../shared/api/events.ts";
import type { MethodName } from "../../shared/api/methods.ts";
import type { AppState } from "../../shared/model/app.ts";
import { methodsOldAfter } from "./event-invalidation.ts";
import { progressStore } from "./progress-store.ts";
import type { Transport } from "./transport.ts";

/** Several events come together when a job ends; what is old is asked for once. */
const SETTLE_MS = 120;

const ENDED = new Set(["done", "done-with-problems", "failed", "cancelled", "interrupted"]);

/** Keeps the answers that the pages show true to the engine, by its events. @returns what ends it */
export function followEvents(transport: Transport, queryClient: QueryClient): () => void {
  const old = new Set<MethodName>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const askAgain = (): void => {
    timer = undefined;
    const names = new Set<unknown>(old);
    old.clear();
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => names.has(queryKey[0]) });
  };
  const stopEvents = transport.onEvent(({ event }) => {
    apply(event, queryClient);
    for (const name of methodsOldAfter(event)) old.add(name);
    if (old.size > 0) timer ??= setTimeout(askAgain, SETTLE_MS);
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
