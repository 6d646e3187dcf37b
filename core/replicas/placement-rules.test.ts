import { expect, onTestFinished, test } from "vitest";
import type { ReplicaId, RepositoryId, SourceId } from "../../shared/ids.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openStores } from "../catalog/open-stores.ts";
import { createPlacementRules } from "./placement-rules.ts";

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as string;
const [office, other] = ["a".repeat(64), "b".repeat(64)] as string[] as [RepositoryId, RepositoryId];
const [replica, further] = [uuid(1), uuid(2)] as [ReplicaId, ReplicaId];
const source = uuid(9) as SourceId;

async function open() {
  const folder = await tempFolder();
  const start = () => {
    const stores = openStores(folder);
    onTestFinished(() => stores.close());
    return { stores, rules: createPlacementRules(stores.settings) };
  };
  return { start, ...start() };
}

test("every source has to be everywhere until somebody says otherwise, which survives a restart", async () => {
  const { stores, rules, start } = await open();
  expect(rules.isNeeded(office, source, replica)).toBe(true);
  rules.set(office, source, replica, false);
  rules.set(office, source, replica, false);
  expect(rules.isNeeded(office, source, replica)).toBe(false);
  expect(rules.isNeeded(office, source, further)).toBe(true);
  expect(rules.isNeeded(other, source, replica)).toBe(true);
  stores.close();
  const again = start().rules;
  expect(again.isNeeded(office, source, replica)).toBe(false);
  again.set(office, source, replica, true);
  expect(again.isNeeded(office, source, replica)).toBe(true);
});

test("a repository that is not looked after any more takes its rules along, and no other's", async () => {
  const { rules } = await open();
  rules.set(office, source, replica, false);
  rules.set(other, source, further, false);
  rules.forget(office);
  expect(rules.isNeeded(office, source, replica)).toBe(true);
  expect(rules.isNeeded(other, source, further)).toBe(false);
});

test("what cannot be understood asks for everything everywhere", async () => {
  const { stores, rules } = await open();
  stores.settings.setAll({ placementExemptions: [{ repositoryId: office, sourceId: 3 }] });
  expect(rules.isNeeded(office, source, replica)).toBe(true);
});
