import { expect, test } from "vitest";
import type { WatchedHostId } from "../../../../shared/ids.ts";
import {
  NOTHING_WATCHED,
  type OverviewHealth,
  type StripBay,
  type StripHost,
} from "../../../../shared/model/overview-health.ts";
import { forecastLine } from "./forecast-line.ts";
import { healthCaption } from "./health-caption.ts";
import { neediestFirst } from "./strip-order.ts";

const bay: StripBay = {
  ...{ diskId: null, name: null, slot: null, verdict: "ok" },
  ...{ isSpare: false, isRebuilding: false, isAcknowledged: false },
};
const host = (name: string, over: Partial<StripHost> = {}): StripHost => ({
  ...{ id: name as WatchedHostId, name, kind: "ssh", state: "answers", isStale: false, answeredMs: 1 },
  ...{ severity: "ok", arrays: [], bays: [bay, bay], hottestC: null, wornPercent: null },
  ...over,
});
const health = (over: Partial<OverviewHealth>): OverviewHealth => ({ ...NOTHING_WATCHED, ...over });

test("all are called fine only where all are known", () => {
  expect(healthCaption(health({ hosts: [host("a"), host("b")] }))).toEqual({
    ...{ kind: "count", word: "fine", count: 4 },
  });
  const unsure: readonly Partial<StripHost>[] = [
    { severity: "unknown" },
    { state: "not-read", severity: "unknown", bays: [] },
  ];
  for (const over of unsure)
    expect(healthCaption(health({ hosts: [host("a"), host("b", over)] }))).toMatchObject({ word: "unknown" });
  const blind = [{ kind: "silent", hostId: "a" as WatchedHostId, hostName: "a" }] as const;
  expect(healthCaption(health({ hosts: [host("a")], blind: [...blind] }))).toMatchObject({ word: "unknown" });
});

test("a machine without disks, as in a container, leaves the others fine", () => {
  const bare = host("vm", { bays: [], severity: "unknown" });
  expect(healthCaption(health({ hosts: [bare, host("nas")] }))).toMatchObject({ word: "fine", count: 2 });
  expect(healthCaption(health({ hosts: [bare] }))).toMatchObject({ word: "nothing" });
});

test("trouble is counted first", () => {
  expect(healthCaption(health({ hosts: [host("a")], troubleCount: 2 }))).toMatchObject({
    ...{ word: "trouble", count: 2 },
  });
});

test("hosts that need somebody stand first, a silent one before one that nobody could ever read", () => {
  const hosts = [
    host("fine"),
    host("never", { severity: "unknown" }),
    host("silent", { severity: "unknown", state: "silent" }),
    host("broken", { severity: "critical" }),
  ];
  const blind = [{ kind: "silent", hostId: "silent" as WatchedHostId, hostName: "silent" }] as const;
  expect(neediestFirst(health({ hosts, blind: [...blind] })).map(({ name }) => name)).toEqual([
    ...["broken", "silent", "never", "fine"],
  ]);
});

test("a forecast rises straight to where it is full, and no further than the picture", () => {
  const facts = { nowMs: 0, used: 50, size: 100, toMs: 100 };
  expect(forecastLine({ ...facts, fullMs: 200 })).toEqual([
    { timeMs: 0, value: 50 },
    { timeMs: 100, value: 75 },
  ]);
  expect(forecastLine({ ...facts, fullMs: 50 })).toEqual([
    { timeMs: 0, value: 50 },
    { timeMs: 50, value: 100 },
    { timeMs: 100, value: 100 },
  ]);
  expect(forecastLine({ ...facts, fullMs: null }).at(-1)).toEqual({ timeMs: 100, value: 50 });
  expect(forecastLine({ ...facts, fullMs: -5 })[0]).toEqual({ timeMs: 0, value: 100 });
});
