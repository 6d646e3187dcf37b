/** The disk with Backstay's own folder is full. */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fillDisk } from "../../test/support/fill-disk.ts";
import { folderSource, MANUAL_PLAN, openTestHost } from "../../test/support/host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { canMount, mountTmpfs } from "../../test/support/tmpfs.ts";
import { watchRoom } from "./data-folder-trouble.ts";

test.skipIf(process.platform !== "linux" || !canMount())(
  "says so, leaves no repository behind that nobody knows, and goes on when there is room again",
  async () => {
    const home = await mountTmpfs("8m");
    const folder = await tempFolder();
    mkdirSync(join(folder, "documents"));
    const host = await openTestHost(home);
    onTestFinished(() => host.stop());
    const create = (name: string) =>
      host.call("repositories.create", { name, location: join(folder, name), password: "long enough" });
    const repository = await create("first");
    const source = await host.call("sources.save", {
      ...{ sourceId: null, draft: folderSource("Documents", join(folder, "documents")) },
    });
    const plan = await host.call("plans.save", {
      planId: null,
      draft: { ...MANUAL_PLAN, name: "P", repositoryId: repository.id, sourceIds: [source.id] },
    });
    await expect.poll(async () => (await host.call("overview.get", {})).worstAlert).toBe("failed");
    const empty = fillDisk(home);
    const full = { code: "DATA_FOLDER_FULL", details: { path: home } };
    const officeName = "x".repeat(100);
    let refused: unknown;
    for (let n = 0; n < 100 && refused === undefined; n += 1) {
      const set = host.call("settings.set", { officeName: `${n} ${officeName}`.slice(0, 100) });
      refused = await set.then(
        () => undefined,
        (error: unknown) => error,
      );
    }
    expect(refused).toMatchObject(full);
    await expect(host.call("plans.run", { planId: plan.id })).rejects.toMatchObject(full);
    await expect(create("second")).rejects.toMatchObject(full);
    expect(readdirSync(join(folder, "second"))).not.toContain("config");
    empty();
    expect(await create("second")).toMatchObject({ name: "second" });
    const run = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    expect(run.state).toBe("done");
  },
);

test("the alert stays until there is room enough", () => {
  const told: string[] = [];
  const alerts = {
    keepRaised: (_: unknown, severity: string) => void told.push(severity),
    resolve: () => void told.push("over"),
  };
  const MB = 1024 * 1024;
  for (const freeBytes of [0, 15 * MB, 17 * MB, 40 * MB])
    watchRoom(alerts, "/home/office/backstay", freeBytes);
  expect(told).toEqual(["failed", "failed", "over"]);
});
