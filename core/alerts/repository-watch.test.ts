import { expect, onTestFinished, test } from "vitest";
import type { WireError } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createAlertStore } from "../catalog/alert-store.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { createAlertService } from "./alert-service.ts";
import { createRepositoryWatch } from "./repository-watch.ts";

const id = "a".repeat(64) as string as RepositoryId;
const repository = { id, name: "NAS", replicas: [], needsPrune: false, prunedMs: null };
const gone: WireError = { code: "STORE_VANISHED", details: { location: "/mnt/nas" } };

async function setUp(isUsed = true) {
  const catalog = openCatalog(await tempFolder());
  onTestFinished(() => catalog.close());
  const alerts = createAlertService(createAlertStore(catalog.database), { nowMs: () => 1_000 }, () => {});
  return { alerts, watch: createRepositoryWatch(alerts, () => isUsed) };
}

test("one look that fails is no news, the second is", async () => {
  const { alerts, watch } = await setUp();
  watch.noteLook(repository, gone);
  expect(alerts.countOpen()).toBe(0);
  watch.noteLook(repository, gone);
  watch.noteLook(repository, gone);
  expect(alerts.list("open", 9)).toMatchObject([
    { occurrences: 1, subject: { code: "REPOSITORY_UNREACHABLE", about: "NAS", error: gone } },
  ]);
  watch.noteLook(repository, undefined);
  expect(alerts.countOpen()).toBe(0);
  watch.noteLook(repository, gone);
  expect(alerts.countOpen()).toBe(0);
});

test("after a job that failed by it, one look is enough", async () => {
  const { alerts, watch } = await setUp();
  watch.noteFailure(id);
  watch.noteLook(repository, gone);
  expect(alerts.countOpen()).toBe(1);
});

test("a repository that no plan needs may be away", async () => {
  const { alerts, watch } = await setUp(false);
  for (let n = 0; n < 5; n += 1) watch.noteLook(repository, gone);
  expect(alerts.countOpen()).toBe(0);
});
