import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { officeHost, PASSWORD } from "../../test/support/office-host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { requireOwnPlace } from "./require-own-place.ts";

async function aRepository() {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  for (const name of ["nas/data/00", "nas/keys", "home", "office"])
    mkdirSync(path(name), { recursive: true });
  writeFileSync(path("nas", "config"), "");
  symlinkSync(path("nas", "data"), path("link"));
  return { path, refusal: (location: string) => requireOwnPlace(location, path("home")) };
}

test.each(["nas/data/x", "nas/new", "nas/data/00/deep/er", "link/x"])(
  "refuses %s, inside of another repository",
  async (place) => {
    const { path, refusal } = await aRepository();
    await expect(refusal(path(place))).rejects.toMatchObject({
      ...{ code: "LOCATION_INSIDE", details: { outer: path("nas"), isRepository: true } },
    });
  },
);

test.each(["home", "home/cache/nas"])("refuses %s, Backstay's own folder", async (place) => {
  const { path, refusal } = await aRepository();
  await expect(refusal(path(place))).rejects.toMatchObject({
    ...{ code: "LOCATION_INSIDE", details: { outer: path("home"), isRepository: false } },
  });
});

test("takes what lies beside them", async () => {
  const { path, refusal } = await aRepository();
  for (const place of ["office", "office/nas", "nas2", "homes"]) await refusal(path(place));
});

test("the contract refuses it, and writes nothing", async () => {
  const { host, path } = await officeHost();
  for (const location of [path("nas", "data", "x"), path("home", "nas")]) {
    await expect(
      host.call("repositories.create", { name: "Other", location, password: PASSWORD }),
    ).rejects.toMatchObject({ code: "LOCATION_INSIDE" });
  }
  expect((await host.call("repositories.list", {})).repositories).toHaveLength(1);
});
