import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStores } from "../../core/catalog/open-stores.ts";
import { openTestHost } from "../../test/support/host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { watchDemoDisks } from "./demo-disks.ts";

test("the office has a month of readings of its disks, one of which is worn, and knows when its box is full", async () => {
  const folder = await tempFolder();
  const home = join(folder, "home");
  mkdirSync(home);
  const nowMs = Date.now();
  const stores = openStores(home);
  const places = { synology: "/nas/synology", truenas: "/nas/truenas" };
  await watchDemoDisks(stores, join(folder, "tools"), places, nowMs);
  stores.close();

  const host = await openTestHost(home, { toolFolder: join(folder, "tools"), hostname: "ADMIN-PC" });
  try {
    // what the programs say now is what was written down
    for (const isReadAgain of [false, true]) {
      if (isReadAgain) await host.call("health.checkNow", {});
      const { disks } = await host.call("health.disks", {});
      expect(disks.map(({ name, verdict }) => [name, verdict]).toSorted()).toEqual([
        ["SAMSUNG MZ7L3480HCHQ-00A07 S6Y4NA0T500431", "ok"],
        ["ST4000VN006-3CW104 ZW607Q3M", "ok"],
        ["ST4000VN006-3CW104 ZW60A1KD", "ok"],
        ["WDC WD40EFRX-68N32N0 WD-WCC7K4RT1F2X", "warning"],
      ]);
      const { arrays } = await host.call("health.arrays", {});
      expect(arrays).toMatchObject([{ verdict: "ok", memberDisks: [expect.anything(), expect.anything()] }]);
    }
    const { volumes } = await host.call("health.volumes", {});
    expect(volumes.map(({ path, full }) => [path, full.kind])).toEqual([
      ["/", "not-coming"],
      ["/nas/synology", "expected"],
      ["/nas/truenas", "not-coming"],
    ]);
  } finally {
    await host.stop();
  }
});
