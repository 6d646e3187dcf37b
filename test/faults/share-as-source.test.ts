/** A source on a share that is not mounted is not there; it is never taken for one all of whose files were deleted. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { officeHost, PASSWORD } from "../support/office-host.ts";
import { resticOn } from "../support/restic.ts";
import { bind, canMount, mountAgain, mountTmpfs, unmount } from "../support/tmpfs.ts";
import { lacks, lacksTool } from "../support/tools.ts";

/** A share with two documents, mounted where it can be taken away and brought back, and a plan that backs it up. */
async function officeOnShare() {
  const office = await officeHost();
  const { host, path, repository } = office;
  const server = await mountTmpfs("10m");
  mkdirSync(join(server, "office"));
  for (const name of ["offer.txt", "bill.txt"]) writeFileSync(join(server, "office", name), `the ${name}`);
  const point = await mountAgain(server);
  const share = join(point, "office");
  const draft = folderSource("Share", share);
  const source = await host.call("sources.save", { sourceId: null, draft });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Of the share", repositoryId: repository.id, sourceIds: [source.id] },
  });
  const backUp = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const saveSource = async (...paths: string[]) =>
    await host.call("sources.save", { sourceId: source.id, draft: { ...draft, paths } });
  const openAlerts = async () => (await host.call("alerts.list", { which: "open", limit: 10 })).alerts;
  const restic = resticOn(path("nas"), PASSWORD);
  const saved = async (): Promise<number> => JSON.parse(await restic.run("snapshots", "--json")).length;
  return { ...office, server, point, share, backUp, saveSource, openAlerts, saved };
}

describe.skipIf(lacks("the right to mount a file system", canMount()) || lacksTool("restic"))(
  "a share that is a source",
  () => {
    test("is refused while it is away, with an alert that goes when it is back", async () => {
      const { server, point, share, backUp, openAlerts, saved } = await officeOnShare();
      expect(await backUp()).toMatchObject({ state: "done", filesNew: 2 });
      unmount(point);
      expect(readdirSync(point), "an empty folder is left").toEqual([]);
      const error = { code: "SOURCE_NOT_MOUNTED", details: { path: share, point, type: "tmpfs" } };
      expect(await backUp()).toMatchObject({ state: "failed", error });
      // somebody makes the folder, and it looks as if all in it were deleted
      mkdirSync(share);
      expect(await backUp()).toMatchObject({ state: "failed", error });
      expect(await saved(), "no snapshot without the files").toBe(1);
      expect(await openAlerts()).toMatchObject([{ subject: { code: "JOB_FAILED", error } }]);

      bind(server, point);
      expect(await backUp()).toMatchObject({ state: "done", filesUnmodified: 2, filesGone: 0 });
      expect(await openAlerts()).toEqual([]);
      expect(await saved()).toBe(2);
    });

    test("is taken as it lies, once it was taken out of the source and put back", async () => {
      const { path, point, share, backUp, saveSource } = await officeOnShare();
      expect(await backUp()).toMatchObject({ state: "done" });
      unmount(point);
      mkdirSync(share);
      writeFileSync(join(share, "offer.txt"), "moved to this disk");
      await saveSource(share, path("documents"));
      expect(await backUp(), "to save it changes nothing").toMatchObject({ state: "failed" });
      await saveSource(path("documents"));
      await saveSource(share, path("documents"));
      expect(await backUp()).toMatchObject({ state: "done" });
    });
  },
);
