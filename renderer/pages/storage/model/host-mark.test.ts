import { expect, test } from "vitest";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { hostMark } from "./host-mark.ts";

test.each<[WatchedHost["worst"], number, string]>([
  ["failed", 0, "failed"],
  ["degraded", 0, "failing"], // still there: a cross would say that it is lost
  ["failing", 2, "failing"],
  ["rebuilding", 0, "rebuilding"],
  ["warning", 0, "warning"],
  ["unknown", 0, "unknown"],
  ["checking", 0, "ok"],
  ["asleep", 0, "ok"],
  ["ok", 0, "ok"],
  ["ok", 1, "info"],
  [null, 1, "info"],
  [null, 0, "unknown"],
])("the worst is %s, and %i acknowledged: %s", (worst, acknowledged, mark) => {
  expect(hostMark({ worst, acknowledged })).toBe(mark);
});
