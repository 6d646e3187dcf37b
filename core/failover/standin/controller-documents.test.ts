import { expect, test } from "vitest";
import type { PlanId, RepositoryId, SourceId } from "../../../shared/ids.ts";
import { folderSource, MANUAL_PLAN } from "../../../test/support/host.ts";
import { BackstayDocument } from "../manifest/documents.ts";
import { controllersIn } from "./controller-documents.ts";

const repositoryId = "a".repeat(64) as RepositoryId;
const id = "00000000-0000-4000-8000-000000000001" as PlanId;
const sourceId = "00000000-0000-4000-8000-000000000002" as SourceId;
const source = { id: sourceId, ...folderSource("Documents", "/srv/documents") };
const plan = {
  ...MANUAL_PLAN,
  name: "Office hours",
  id,
  repositoryId,
  sourceIds: [sourceId],
  isPaused: false,
};

/** What is read when this was written of plans. */
function readWith(...plans: readonly object[]) {
  const content = BackstayDocument.parse({
    ...{ document: "controller", format: 1, repositoryId, writer: "one", name: "office-pc" },
    ...{ beat: 1, writtenMs: 1, offers: [id], standsBy: [], leases: [], plans },
  });
  return controllersIn([{ documents: [{ name: "a", content }], findings: [] }]).get("one");
}

test("whoever describes its plans in a newer way is there all the same, and still offers them", () => {
  for (const newer of [{ plan: { ...plan, color: "red" }, sources: [source] }, { plan, from: "cloud" }, {}])
    expect(readWith(newer)).toMatchObject({ stamp: "1.1", newest: { offers: [id], plans: [] } });
  expect(readWith({ plan, sources: [source] })?.newest.plans).toEqual([{ plan, sources: [source] }]);
});

test("what a plan of another computer is to run is not even looked at", () => {
  const hook = { name: "A", isEnabled: true, when: "before", program: "/bin/sh", arguments: [] };
  const hooks = [{ ...hook, limitSeconds: 5, onFailure: "warn" }];
  expect(readWith({ plan: { ...plan, hooks }, sources: [source] })?.newest.plans).toEqual([
    { plan, sources: [source] },
  ]);
});

test("what is offered goes where it is offered, saves what is described, and can be due", () => {
  const otherId = "00000000-0000-4000-8000-000000000003" as SourceId;
  const wrong = [
    { plan: { ...plan, repositoryId: "b".repeat(64) }, sources: [source] },
    { plan: { ...plan, sourceIds: [sourceId, otherId] }, sources: [source] },
    { plan, sources: [source, { ...source, id: otherId }] },
    { plan: { ...plan, schedule: { kind: "cron", expression: "0 0 31 2 *" } }, sources: [source] },
    { plan: { ...plan, schedule: { kind: "cron", expression: "not a time" } }, sources: [source] },
  ];
  for (const one of wrong) expect(readWith(one)?.newest.plans, JSON.stringify(one)).toEqual([]);
});
