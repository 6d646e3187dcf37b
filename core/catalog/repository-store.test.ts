import { expect, onTestFinished, test } from "vitest";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openStores } from "./open-stores.ts";
import type { ReplicaRecord } from "./repository-store.ts";

const id = "a".repeat(64) as string as RepositoryId;

const replica = (n: number, name: string, role: ReplicaRecord["role"]): ReplicaRecord => ({
  ...{ id: `00000000-0000-4000-8000-00000000000${n}` as string as ReplicaId, repositoryId: id, name, role },
  ...{
    location: `/srv/${n}`,
    configSum: "",
    reach: "unknown",
    checkedMs: null,
    freeBytes: null,
    totalBytes: null,
  },
});

/** @returns the names of the places after each of the new names of their repository */
async function renamed(replicas: readonly ReplicaRecord[], ...names: readonly string[]): Promise<string[][]> {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  stores.repositories.insert({ id, name: "NAS", replicas, needsPrune: false, prunedMs: null }, 0);
  return names.map((name) => {
    stores.repositories.rename(id, name);
    return stores.repositories.get(id)?.replicas.map((each) => each.name) ?? [];
  });
}

test("a repository takes the name of its only place along, though they were two before", async () => {
  expect(await renamed([replica(1, "NAS", "active")], "Box", "Cellar")).toEqual([["Box"], ["Cellar"]]);
  expect(await renamed([replica(1, "old name", "active")], "Box")).toEqual([["Box"]]);
});

test("of several places only those take the new name that bore the old one", async () => {
  const both = [replica(1, "NAS", "active"), replica(2, "Warehouse", "standby")];
  expect(await renamed(both, "Box", "Cellar")).toEqual([
    ["Box", "Warehouse"],
    ["Cellar", "Warehouse"],
  ]);
});
