import { expect, test } from "vitest";
import type { ArrayVerdict, DiskVerdict } from "../../../../shared/model/health-verdict.ts";
import type { ArrayView, ControllerView, DiskView } from "../../../../shared/model/health-view.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { hostHeadline } from "./host-headline.ts";

const MODEL = "WDC WD40EFRX-68N32N0";

const host = (over: Partial<WatchedHost> = {}) =>
  ({ state: "answers", isStale: false, ...over }) as WatchedHost;
const disk = (name: string, verdict: DiskVerdict, acknowledgedMs: number | null = null) =>
  ({ id: name, name, verdict, acknowledgedMs, identity: { model: MODEL }, place: {} }) as DiskView;
const array = (name: string, verdict: ArrayVerdict, findings: readonly unknown[] = []) =>
  ({ name, verdict, findings, acknowledgedMs: null }) as ArrayView;
const degraded = (details: Readonly<Record<string, unknown>>) => ({
  ...{ code: "ARRAY_DEGRADED", level: "failing", details: { missing: 1, expected: 3, ...details } },
});
const on = (disks: DiskView[], arrays: ArrayView[] = [], controllers: ControllerView[] = []) => ({
  ...{ disks, arrays, controllers },
});

test("all fine is said once, with how many there are", () => {
  expect(hostHeadline(host(), on([disk("a", "ok"), disk("b", "ok")], [array("md0", "checking")]))).toEqual({
    verdict: "ok",
    phrases: [{ kind: "fine", disks: 2, areAll: true, arrays: 1 }],
  });
});

test("a failed array comes before a failed disk, and what follows these two is counted", () => {
  const headline = hostHeadline(
    host(),
    on(
      [disk("a", "failed"), disk("b", "failing"), disk("c", "unknown"), disk("d", "ok")],
      [array("md0", "failed")],
    ),
  );
  expect(headline.verdict).toBe("failed");
  expect(headline.phrases).toEqual([
    { kind: "trouble", thing: "array", verdict: "failed", names: ["md0"] },
    { kind: "trouble", thing: "disk", verdict: "failed", names: ["a"] },
    { kind: "others", count: 2 },
  ]);
});

test.each(["unknown", "warning", "failing", "failed"] as const)(
  "one disk that is %s keeps it from being fine",
  (verdict) => {
    expect(hostHeadline(host(), on([disk("a", "ok"), disk("b", verdict)])).verdict).toBe(verdict);
  },
);

test("what is acknowledged does not come first, but is not called fine", () => {
  expect(hostHeadline(host(), on([disk("a", "failing", 5), disk("b", "ok")]))).toEqual({
    verdict: "info",
    phrases: [{ kind: "acknowledged", count: 1 }],
  });
});

test.each([
  ["does not answer", { state: "silent" }, "silent"],
  ["was read too long ago", { isStale: true }, "stale"],
] as const)("nothing is called fine on a host that %s", (_, over, kind) => {
  const headline = hostHeadline(host(over), on([disk("a", "ok")]));
  expect(headline).toEqual({ verdict: "unknown", phrases: [{ kind }] });
});

test("a host without anything to judge is unknown", () => {
  expect(hostHeadline(host(), on([]))).toEqual({ verdict: "unknown", phrases: [{ kind: "nothing" }] });
});

test("sleeping disks are not counted as fine", () => {
  expect(hostHeadline(host(), on([disk("a", "ok"), disk("b", "asleep")])).phrases).toEqual([
    { kind: "fine", disks: 1, areAll: false, arrays: 0 },
  ]);
  expect(hostHeadline(host(), on([disk("b", "asleep")])).verdict).toBe("asleep");
});

test.each([
  ["waits for its rebuild", "degraded", [degraded({ waits: "its-turn" })], "waiting"],
  [
    "is to be made alike again",
    "rebuilding",
    [{ code: "ARRAY_REBUILDING", level: "warning", details: { kind: "resync", waits: "first-write" } }],
    "waiting",
  ],
  ["lacks a member", "degraded", [degraded({})], "lost"],
  ["has all members, and says that it is degraded", "degraded", [degraded({ missing: null })], "reduced"],
  [
    "names the member that failed",
    "degraded",
    [degraded({ missing: null }), { code: "ARRAY_MEMBER_FAILED", level: "failing", details: {} }],
    "lost",
  ],
  [
    "is rebuilt",
    "rebuilding",
    [degraded({ isBeingRebuilt: true }), { code: "ARRAY_REBUILDING", level: "warning", details: {} }],
    "under-way",
  ],
] as const)("an array that %s is not said to do anything else", (_, verdict, findings, plight) => {
  expect(hostHeadline(host(), on([], [array("md0", verdict, findings)])).phrases).toEqual([
    { kind: "trouble", thing: "array", verdict, plight, names: ["md0"] },
  ]);
});

test("arrays in different plights are not told of in one breath", () => {
  const arrays = [
    array("a", "degraded", [degraded({ waits: "its-turn" })]),
    array("b", "degraded", [degraded({})]),
  ];
  expect(hostHeadline(host(), on([], arrays)).phrases).toMatchObject([
    { plight: "lost", names: ["b"] },
    { plight: "waiting", names: ["a"] },
  ]);
});

test("a long name of a disk is shortened to its model, unless another disk is of the same one", () => {
  const long = `${MODEL} WD-WCC7K4RT1F2X`;
  const namesOf = (disks: DiskView[]) =>
    hostHeadline(host(), on(disks)).phrases.map((phrase) => ("names" in phrase ? phrase.names : []));
  expect(namesOf([disk(long, "warning"), disk("a", "ok")])).toEqual([["WD40EFRX"]]);
  expect(namesOf([disk(long, "warning"), disk(`${MODEL} WD-WCC7K4RT1F2Y`, "ok")])).toEqual([[long]]);
});
