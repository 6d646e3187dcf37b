import { expect, test } from "vitest";
import type { ReplicaId } from "../../../../shared/ids.ts";
import { shiftedOrder } from "./shifted-order.ts";

const standby = (id: string, priority: number) => ({ id: id as ReplicaId, priority });

test("two neighbours change their priorities, and nobody else does", () => {
  const row = [standby("a", 1), standby("b", 4), standby("c", 7)];
  expect(shiftedOrder(row, "b" as ReplicaId, "sooner")).toEqual([
    { replicaId: "b", priority: 1 },
    { replicaId: "a", priority: 4 },
  ]);
  expect(shiftedOrder(row, "b" as ReplicaId, "later")).toEqual([
    { replicaId: "c", priority: 4 },
    { replicaId: "b", priority: 7 },
  ]);
});

test("equals are told apart first, and the ends of the row stay where they are", () => {
  const row = [standby("a", 1), standby("b", 1), standby("c", 1)];
  expect(shiftedOrder(row, "b" as ReplicaId, "later")).toEqual([
    { replicaId: "c", priority: 2 },
    { replicaId: "b", priority: 3 },
  ]);
  expect(shiftedOrder(row, "a" as ReplicaId, "sooner")).toEqual([]);
  expect(shiftedOrder(row, "c" as ReplicaId, "later")).toEqual([]);
});
