import { expect, test } from "vitest";
import type { RepositoryId } from "../../../shared/ids.ts";
import { placesTexts } from "./places-text.ts";

const id = "ab".repeat(32) as RepositoryId;

test("the code says each place and the repository, and leaves names out first where there is no room", () => {
  const replicas = [
    { name: "NAS", location: "/mnt/nas/office" },
    { name: "仓库", location: "sftp:backstay@192.0.2.31:/tank/office" },
  ];
  expect(placesTexts({ id, replicas })).toEqual([
    `NAS\n/mnt/nas/office\n\n仓库\nsftp:backstay@192.0.2.31:/tank/office\n\nrestic ${id}`,
    `/mnt/nas/office\nsftp:backstay@192.0.2.31:/tank/office\nrestic ${id}`,
    "/mnt/nas/office\nsftp:backstay@192.0.2.31:/tank/office",
  ]);
});
