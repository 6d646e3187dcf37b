import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEngine } from "../../test/support/engine.ts";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";

test("what cannot be read is no change when it could not be read before either", async () => {
  const folder = await tempFolder();
  chmodSync(folder, 0o777);
  const source = join(folder, "documents");
  mkdirSync(join(source, "locked"), { recursive: true });
  for (const name of ["letter", "sealed", "locked/inside"]) writeFileSync(join(source, name), "words");
  chmodSync(join(source, "sealed"), 0);
  chmodSync(join(source, "locked"), 0);
  await asOrdinaryUser(async () => {
    const engine = await openEngine({
      ...{ location: join(folder, "nas"), password: "x", init: 2 },
      cacheFolder: join(folder, "cache"),
    });
    const backUp = () => engine.backUp(source, { skipIfUnchanged: true });
    try {
      expect(await backUp()).toMatchObject({ snapshotId: expect.any(String), problems: [{}, {}] });
      expect(await backUp()).toMatchObject({ snapshotId: undefined, problems: [{}, {}] });
    } finally {
      await engine.close();
    }
  });
});
