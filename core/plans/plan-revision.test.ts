import { expect, test } from "vitest";
import { officeHost } from "../../test/support/office-host.ts";

test("a plan that was changed meanwhile is not replaced by somebody who has not seen that", async () => {
  const { host } = await officeHost();
  const viewNow = async () => {
    const [view] = (await host.call("plans.list", {})).plans;
    if (view === undefined) throw new Error("the office has a plan");
    return view;
  };
  const { plan, revision } = await viewNow();
  const { id: planId, isPaused: _, ...draft } = plan;
  const save = (name: string, since?: string) =>
    host.call("plans.save", {
      ...{ planId, draft: { ...draft, name } },
      ...(since === undefined ? {} : { revision: since }),
    });

  await save("First", revision);
  await expect(save("Second", revision)).rejects.toMatchObject({
    ...{ code: "PLAN_CHANGED", details: { name: "First" } },
  });
  const changed = await viewNow();
  expect(changed.plan.name).toBe("First");
  await host.call("plans.setPaused", { planId, isPaused: true }); // is none of what the other one edits
  await save("Second", changed.revision);
  await save("Third"); // a program that does not care
  expect((await viewNow()).plan).toMatchObject({ name: "Third", isPaused: true });
});
