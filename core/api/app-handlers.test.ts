import { expect, test } from "vitest";
import { officeHost } from "../../test/support/office-host.ts";

test("the folders of this machine can be looked through, and a new one made", async () => {
  const { host, path } = await officeHost();
  const listed = await host.call("folders.list", { path: `${path()}/documents/..` });
  expect(listed).toMatchObject({
    path: path(),
    folders: [{ name: "documents" }, { name: "home" }, { name: "nas" }],
  });
  expect(await host.call("folders.make", { parent: path(), name: "new" })).toEqual({ path: path("new") });
  await expect(host.call("folders.make", { parent: path(), name: "new" })).rejects.toMatchObject({
    code: "NAME_TAKEN",
  });
  for (const name of ["..", ".", "a/b", "../x", " ", "a\nb"])
    await expect(host.call("folders.make", { parent: path(), name })).rejects.toMatchObject({
      code: "FOLDER_NAME_INVALID",
    });
  await expect(host.call("folders.list", { path: "documents" })).rejects.toMatchObject({
    code: "FOLDER_NOT_LISTED",
  });
  await expect(host.call("folders.list", { path: path("none") })).rejects.toMatchObject({
    code: "FOLDER_NOT_LISTED",
    details: { systemCode: "ENOENT" },
  });
  const nearest = await host.call("folders.list", { path: path("none", "deeper"), orNearest: true });
  expect(nearest).toMatchObject({ path: path(), missing: path("none", "deeper") });
  expect(
    await host.call("folders.list", { path: path("documents", "letter.txt", "x"), orNearest: true }),
  ).toMatchObject({ path: path("documents"), missing: path("documents", "letter.txt", "x") });
  expect(await host.call("folders.list", { path: path("nas"), orNearest: true })).toMatchObject({
    ...{ path: path("nas"), missing: null },
  });
  await expect(host.call("folders.list", { path: "none", orNearest: true })).rejects.toMatchObject({
    ...{ code: "FOLDER_NOT_LISTED", details: { systemCode: "EINVAL" } },
  });
  const { places } = await host.call("folders.places", {});
  expect(places.map((place) => place.path)).toContain("/");
  await expect(host.call("folders.choose", {})).rejects.toMatchObject({ code: "NOT_ALLOWED" });
});
