import { expect, test } from "vitest";
import { holdsPassword } from "./location-secrets.ts";

test.each([
  ["rest:https://anna:sesame@nas:8000/", true],
  ["rest:https://anna@nas:8000/", false],
  ["webdav:https://anna:sesame@nas/dav/", true],
  ["webdav:https://nas/dav/", false],
  ["ftp://anna:sesame@nas/office", true],
  ["ftps://anna:sesame@nas/office", true],
  ["ftps://anna@nas/office", false],
  ["sftp:anna@nas:/office", false],
  ["/srv/rest:https://anna:sesame@nas", false],
])("%s holds a password: %s", (location, holds) => {
  expect(holdsPassword(location)).toBe(holds);
});
