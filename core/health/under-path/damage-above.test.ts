import { expect, test } from "vitest";
import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { Grounds } from "./create-grounds.ts";
import { damageAbove } from "./damage-above.ts";

const DAY_MS = 24 * 3_600_000;
const NOW_MS = 100 * DAY_MS;
const [SDA, SDB, SDC] = ["sda", "sdb", "sdc"] as unknown as [
  HealthSubjectId,
  HealthSubjectId,
  HealthSubjectId,
];

/** Replicas by name: the days on which their files were found damaged, what they lie on, and whether that is certain. */
type Replicas = Readonly<
  Record<string, { days: number[]; disks: HealthSubjectId[]; exactness: "path" | "some" }>
>;

function above(replicas: Replicas) {
  const list = () => [
    { replicas: Object.keys(replicas).map((name) => ({ id: name, name, location: name })) },
  ];
  const of = (name: string) =>
    (replicas[name]?.days ?? []).map((day) => ({ foundMs: NOW_MS - day * DAY_MS }));
  const ground = (name: string) => {
    const { disks = [], exactness } = replicas[name] ?? {};
    return { kind: "known", exactness, arrays: [], disks: disks.map((id) => ({ id })) };
  };
  const stores = { repositories: { list }, damagedObjects: { of } } as unknown as Stores;
  return damageAbove(stores, { of: ground } as unknown as Grounds, NOW_MS);
}

test("counts for each disk that a replica surely lies on, for thirty days", () => {
  const damaged = above({
    NAS: { days: [1, 29, 31], disks: [SDA, SDB], exactness: "path" },
    Shelf: { days: [2], disks: [SDB], exactness: "path" },
    Attic: { days: [31], disks: [SDC], exactness: "path" },
  });
  expect(damaged(SDA)).toEqual([{ replica: "NAS", files: 2 }]);
  expect(damaged(SDB)).toEqual([
    { replica: "NAS", files: 2 },
    { replica: "Shelf", files: 1 },
  ]);
  expect(damaged(SDC)).toEqual([]);
});

test("one disk among several that nobody can tell apart is under no suspicion", () => {
  expect(above({ NAS: { days: [1], disks: [SDA, SDB], exactness: "some" } })(SDA)).toEqual([]);
});
