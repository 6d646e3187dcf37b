import { expect, test } from "vitest";
import type { FailoverView, RecordedTransition } from "../../../../shared/model/failover.ts";
import { timelineNodes } from "./timeline-nodes.ts";

const DONE = { kind: "done", command: "switch" } as const;
let number = 0;
const step = (from: string, to: string, atMs: number, lastedMs: number, moveTookMs: number | null = null) => {
  number += 1;
  return {
    number,
    from,
    to,
    atMs,
    lastedMs,
    moveTookMs,
    cause: DONE,
    activeId: "b",
    epoch: 2,
  } as RecordedTransition;
};
const view = (phase: string, phaseSinceMs: number, over: object = {}) =>
  ({
    phase,
    phaseSinceMs,
    cause: null,
    isHeld: false,
    returns: "by-itself",
    activeId: "b",
    usualId: "a",
    ...over,
  }) as FailoverView;
const said = (nodes: ReturnType<typeof timelineNodes>) =>
  nodes.map((node) => `${node.state} ${node.phase}${node.state === "past" ? ` ${node.lastedMs}` : ""}`);

const FAILED_OVER = [
  step("failing-over", "failed-over", 300, 48, 48),
  step("suspect", "failing-over", 252, 35),
  step("healthy", "suspect", 217, 9000),
  step("failing-back", "healthy", 100, 5),
];

test("what led to a failover stands before it, each with how long it lasted, and the way back after it", () => {
  const nodes = timelineNodes(view("failed-over", 300), FAILED_OVER);
  expect(said(nodes)).toEqual([
    ...["past healthy 9000", "past suspect 35", "past failing-over 48", "now failed-over"],
    ...["next recovering", "next failing-back", "next healthy"],
  ]);
  expect(nodes[3]).toMatchObject({ moveTookMs: 48 });
});

test("a set of which nothing is remembered shows what would happen", () => {
  expect(said(timelineNodes(view("healthy", 50), []))).toEqual([
    ...["now healthy", "next suspect", "next failing-over", "next failed-over"],
  ]);
});

test("a history that does not fit what is now is left out", () => {
  expect(said(timelineNodes(view("recovering", 900), FAILED_OVER))).toEqual([
    ...["now recovering", "next failing-back", "next healthy"],
  ]);
});

test("the way back says what it waits for", () => {
  const back = (over: object) => timelineNodes(view("recovering", 900, over), [])[1];
  expect(back({})).toMatchObject({ condition: "reconciled-and-stable" });
  expect(back({ returns: "on-request" })).toMatchObject({ condition: "somebody-asks" });
  expect(back({ isHeld: true })).toMatchObject({ condition: "held" });
});
