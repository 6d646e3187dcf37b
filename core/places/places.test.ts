import { join } from "node:path";
import { expect, test } from "vitest";
import type { ReplicaId } from "../../shared/ids.ts";
import type { RemotePlace, RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import { RemotePlaceDraft as Draft } from "../../shared/model/remote-place.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createFileSecretStore } from "../secrets/file-secret-store.ts";
import { openStore } from "../storage/open-store.ts";
import { openWithSecrets, secretsOfLocation } from "./job-secrets.ts";
import { locationOfPlace, placeKindOf } from "./place-location.ts";
import { completeDraft, variablesOfPlace } from "./place-variables.ts";
import { createPlaces } from "./places.ts";

const KEY = `ssh-ed25519 SHA256:${"A".repeat(43)}`;
const sftp = {
  ...{ kind: "sftp", address: "nas", port: 22, user: "anna", folder: "/backups" },
  ...{ signIn: "password", hostKey: KEY },
} as const satisfies RemotePlace;
const rest = { kind: "rest", url: "https://nas:8000/office", user: "anna", caFile: null } as const;
const s3 = {
  ...{ kind: "s3", endpoint: "https://s3.example.org", bucket: "office", folder: "", keyId: "ID" },
  ...{ region: null, caFile: null },
} as const satisfies RemotePlace;

const ftp = {
  ...{ kind: "ftp", address: "nas", port: 21, user: "anna", folder: "/backups" },
  ...{ isEncrypted: true, caFile: null },
} as const satisfies RemotePlace;

test.each<readonly [RemotePlace, string]>([
  [sftp, "sftp:anna@nas:/backups"],
  [{ ...sftp, folder: "in own folder" }, "sftp:anna@nas:in own folder"],
  [{ ...sftp, port: 2222 }, "sftp://anna@nas:2222//backups"],
  [{ ...sftp, port: 2222, folder: "own #1?" }, "sftp://anna@nas:2222/own%20%231%3F"],
  [{ ...sftp, address: "fe80::1" }, "sftp:anna@[fe80::1]:/backups"],
  [{ ...sftp, user: "a:b" }, "sftp://a%3Ab@nas:22//backups"],
  [{ ...sftp, user: "anna@corp" }, "sftp:anna@corp@nas:/backups"],
  [{ ...sftp, folder: "/备份/office/" }, "sftp:anna@nas:/备份/office"],
  [rest, "rest:https://anna@nas:8000/office/"],
  [{ ...rest, user: null }, "rest:https://nas:8000/office/"],
  [{ ...rest, user: "a b@c" }, "rest:https://a%20b%40c@nas:8000/office/"],
  [{ ...rest, kind: "webdav" }, "webdav:https://anna@nas:8000/office/"],
  [ftp, "ftps://anna@nas//backups"],
  [{ ...ftp, port: 2121, isEncrypted: false, folder: "own files" }, "ftp://anna@nas:2121/own%20files"],
  [s3, "s3:https://s3.example.org/office"],
  [{ ...s3, folder: "/our files/é/" }, "s3:https://s3.example.org/office/our%20files/%C3%A9"],
  [{ kind: "rclone", remote: "drive", folder: "a/b", configFile: null }, "rclone:drive:a/b"],
])("%j is at %s, which is read back as the same place", (place, location) => {
  expect(locationOfPlace(place)).toBe(location);
  expect(openStore(location).location).toBe(location);
  expect(placeKindOf(location)).toBe(place.kind);
});

test("folders of this machine are folders", () => {
  expect(["/srv/sftp:x", "local:sftp", "C:\\backups"].map(placeKindOf)).toEqual([
    "folder",
    "folder",
    "folder",
  ]);
});

test.each([
  { ...sftp, address: "-oProxyCommand=touch" },
  { ...sftp, address: "nas/x" },
  { ...sftp, user: "an\nna" },
  { ...sftp, folder: "~/backups" },
  { ...sftp, hostKey: "AAAA" },
  { ...rest, url: "https://anna:secret@nas/" },
  { ...rest, url: "file:///etc" },
  { ...s3, endpoint: "https://s3.example.org/other" },
  { kind: "rclone", remote: ":s3,secret_access_key=x", folder: "", configFile: null },
  { kind: "rclone", remote: "box,ssh=touch", folder: "", configFile: null },
])("%j is no place", (place) => {
  expect(Draft.safeParse({ place, secrets: {} }).success).toBe(false);
});

test("what is kept of an account completes what is given, and never goes to another account", () => {
  const kept: RemotePlaceDraft = { place: sftp, secrets: { password: "kept" } };
  const complete = (place: RemotePlace, secrets: RemotePlaceDraft["secrets"] = {}) =>
    completeDraft({ place, secrets }, kept).secrets;
  expect(complete({ ...sftp, folder: "/other", hostKey: null })).toEqual({ password: "kept" });
  expect(complete(sftp, { password: "new" })).toEqual({ password: "new" });
  const missing = expect.objectContaining({ code: "STORE_SIGN_IN_MISSING" });
  for (const other of [{ user: "bert" }, { address: "other" }, { port: 2222 }])
    expect(() => complete({ ...sftp, ...other })).toThrow(missing);
  expect(() => complete({ ...sftp, signIn: "key" })).toThrow(missing);
  expect(() => complete(s3)).toThrow(missing);
  expect(complete({ ...sftp, signIn: "agent" }, { password: "of no use" })).toEqual({});
  const ofKey: RemotePlaceDraft = {
    place: { ...sftp, signIn: "key" },
    secrets: { privateKey: "old", passphrase: "old" },
  };
  // the passphrase was that of the old key
  expect(completeDraft({ place: ofKey.place, secrets: { privateKey: "new" } }, ofKey).secrets).toEqual({
    privateKey: "new",
  });
});

test("a replica's place is kept in the key store, and counts only where the replica is", async () => {
  const path = join(await tempFolder(), "secrets.json");
  const secrets = createFileSecretStore(path, () => {});
  const places = createPlaces(secrets);
  const id = "one" as ReplicaId;
  const location = locationOfPlace(sftp);
  await expect(places.variablesOf({ id, location })).rejects.toMatchObject({
    ...{ code: "STORE_SIGN_IN_MISSING", details: { location } },
  });
  const draft = { place: sftp, secrets: { password: "secret" } };
  await places.keep(id, draft);
  expect(await places.kept({ id, location })).toEqual(draft);
  expect(await places.variablesOf({ id, location })).toMatchObject({
    ...{ BACKSTAY_SFTP_PASSWORD: "secret", BACKSTAY_SFTP_HOST_KEY: KEY },
  });
  const elsewhere = { id, location: "sftp:anna@other:/backups" };
  await expect(places.variablesOf(elsewhere)).rejects.toMatchObject({ code: "STORE_SIGN_IN_MISSING" });
  expect(await places.variablesOf({ id, location: "/srv/backups" })).toEqual({});
  await places.keep(id, undefined);
  expect(await places.kept({ id, location })).toBeUndefined();
  await secrets.set("replica:one", '{"version":1,"place":{"password":"secret"}}');
  const broken = await places.kept({ id, location }).catch((error: unknown) => error);
  expect(broken).toMatchObject({ code: "SECRETS_UNREADABLE" });
  expect(JSON.stringify(broken)).not.toContain("secret");
});

test("a job gets what its places are signed in to with, each its own", async () => {
  const location = locationOfPlace(sftp);
  const secrets = {
    password: "of the repository",
    ...secretsOfLocation(location, variablesOfPlace({ place: sftp, secrets: { password: "secret" } })),
    ...secretsOfLocation("/srv/backups", { BACKSTAY_SFTP_PASSWORD: "never sent" }),
  };
  expect(Object.keys(secrets)).toEqual(["password", `place:${location}`]);
  expect(JSON.stringify(secrets)).not.toContain("never sent");
  const store = openWithSecrets(location, secrets);
  expect(store.location).toBe(location);
  await store.close();
});
