import { expect, test } from "vitest";
import type { HealthSubjectId, SourceId } from "../../../shared/ids.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { Grounds } from "./create-grounds.ts";
import { rottenAbove } from "./rotten-above.ts";

const [SDA, SDB] = ["sda", "sdb"] as unknown as [HealthSubjectId, HealthSubjectId];

test("counts for each disk that a source surely lies on", () => {
  const disksOf: Readonly<Record<string, { disks: HealthSubjectId[]; exactness: "path" | "some" }>> = {
    "/photos": { disks: [SDA], exactness: "path" },
    "/letters": { disks: [SDA, SDB], exactness: "path" },
    "/bills": { disks: [SDB], exactness: "some" },
  };
  const sources = new Map([
    ["photos", { kind: "files", name: "Photos", paths: ["/photos"] }],
    ["letters", { kind: "files", name: "Letters", paths: ["/letters", "/bills"] }],
    ["bills", { kind: "files", name: "Bills", paths: ["/bills"] }],
  ]);
  const silent = new Map([...sources.keys(), "removed"].map((id) => [id as string as SourceId, 2]));
  const of = (path: string) => {
    const { disks = [], exactness } = disksOf[path] ?? {};
    return { kind: "known", exactness, arrays: [], disks: disks.map((id) => ({ id, name: id })) };
  };
  const stores = { rottenFiles: { silentBySource: () => silent }, sources } as unknown as Stores;
  const rotten = rottenAbove(stores, { of } as unknown as Grounds);
  expect(rotten(SDA)).toEqual([
    { source: "Photos", files: 2 },
    { source: "Letters", files: 2 },
  ]);
  expect(rotten(SDB), "of one that may lie elsewhere nothing is said").toEqual([
    { source: "Letters", files: 2 },
  ]);
});
