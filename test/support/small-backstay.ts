/** A `Backstay` of a few handlers, behind the real dispatch and the real hub: for tests of what hosts do with one. */
import type { Backstay, Download } from "../../core/api/backstay.ts";
import { createDispatch } from "../../core/api/dispatch.ts";
import { createEventHub } from "../../core/api/event-hub.ts";
import type { Handlers } from "../../core/api/handlers.ts";
import type { NewAct } from "../../core/audit/audit-trail.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { Overview } from "../../shared/model/overview.ts";
import { NOTHING_WATCHED } from "../../shared/model/overview-health.ts";
import { defaultSettings } from "../../shared/model/settings.ts";

export type SmallBackstay = Backstay & {
  /** What the hosts asked of it, in order. */
  readonly calls: readonly { readonly name: string; readonly caller: string }[];
  /** What hosts had recorded. */
  readonly noted: readonly NewAct[];
};

type Parts = {
  readonly handlers?: Partial<Handlers>;
  readonly overview?: Overview;
  readonly openDownload?: (ticket: string) => Promise<Download | undefined>;
};

export const EMPTY_OVERVIEW: Overview = {
  nowMs: Date.UTC(2026, 0, 31, 18),
  sources: [],
  repositories: [],
  jobs: [],
  today: { startMs: 0, endMs: 1, runs: [], planned: [] },
  nextRun: null,
  addedPerDay: [],
  openAlerts: 0,
  worstAlert: null,
  health: NOTHING_WATCHED,
  incidents: [],
};

export function smallBackstay({
  handlers = {},
  overview = EMPTY_OVERVIEW,
  openDownload,
}: Parts = {}): SmallBackstay {
  const calls: { name: string; caller: string }[] = [];
  const noted: NewAct[] = [];
  const events = createEventHub();
  const own: Partial<Handlers> = {
    "app.state": async () => ({
      version: "0.0.0",
      hostname: "office",
      platform: "linux",
      hostKind: "console",
      settings: defaultSettings,
      isSetUp: false,
      hasFolderDialog: false,
      mayChoosePrograms: false,
      parts: { storage: false, failover: false },
      eventNumber: events.number,
    }),
    "overview.get": async () => overview,
    ...handlers,
  };
  const absent = async () => {
    throw new BackstayError("PLAN_NOT_FOUND", {});
  };
  const dispatch = createDispatch(
    new Proxy(own, { get: (target, name) => Reflect.get(target, name) ?? absent }) as Handlers,
    (error) => `mistake: ${String(error)}`,
  );
  return {
    calls,
    noted,
    audit: { note: (act) => void noted.push(act) },
    events,
    dispatch(name, input, caller) {
      calls.push({ name, caller: caller.name });
      return dispatch(name, input, caller);
    },
    overview: () => overview,
    openDownload: openDownload ?? (async () => undefined),
    setOnBattery: () => {},
    noteWakeUp: () => {},
    stop: async () => {},
  };
}
