import { expect, test } from "vitest";
import type { Overview } from "../../shared/model/overview.ts";
import { NOTHING_WATCHED } from "../../shared/model/overview-health.ts";
import { railCounts } from "./rail-counts.ts";

const overview = (health: object) =>
  ({ sources: [], jobs: [], health: { ...NOTHING_WATCHED, ...health } }) as unknown as Overview;
const disk = (verdict: string) => ({ kind: "disk", name: "A1", hostName: "NAS", verdict });
const storage = (health: object) => railCounts(overview(health), [], 0).storage;

test("Storage counts what is not fine, with the shape of the worst", () => {
  expect(storage({})).toBeUndefined();
  expect(storage({ troubles: [disk("failing"), disk("warning")], troubleCount: 2 })).toEqual({
    ...{ count: 2, verdict: "failing" },
  });
  const blind = [{ kind: "silent", hostId: "h", hostName: "NAS" }];
  expect(storage({ blind })).toEqual({ count: 1, verdict: "unknown" });
  expect(storage({ troubles: [disk("failed")], troubleCount: 25, blind })).toEqual({
    ...{ count: 26, verdict: "failed" },
  });
});
