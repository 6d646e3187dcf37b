import { expect, test } from "vitest";
import type { RemotePlace } from "../../../shared/model/remote-place.ts";
import {
  EMPTY_REMOTE,
  faultsOf,
  isKeptFor,
  nameOfRemote,
  type RemoteForm,
  remoteDraftOf,
  remoteFormOf,
  textsOf,
} from "./remote-form.ts";

const sftp: RemoteForm = {
  ...EMPTY_REMOTE,
  ...{ address: "nas.office.lan", user: "backstay", folder: "/volume1/backups" },
  secrets: { privateKey: "", passphrase: "", password: "secret" },
};

test("what is typed becomes a place and the secrets that are of use there", () => {
  expect(remoteDraftOf("sftp", sftp)).toEqual({
    place: {
      ...{ kind: "sftp", address: "nas.office.lan", port: 22, user: "backstay" },
      ...{ folder: "/volume1/backups", signIn: "password", hostKey: null },
    },
    secrets: { password: "secret" },
  });
  const key = { ...sftp, signIn: "key" as const, secrets: { ...sftp.secrets, privateKey: " key " } };
  expect(remoteDraftOf("sftp", key)?.secrets).toEqual({ privateKey: "key\n" });
  expect(remoteDraftOf("sftp", { ...sftp, signIn: "agent" })?.secrets).toEqual({});
  expect(remoteDraftOf("rest", { ...EMPTY_REMOTE, url: "https://nas:8000/office" })).toEqual({
    place: { kind: "rest", url: "https://nas:8000/office", user: null, caFile: null },
    secrets: {},
  });
  expect(remoteDraftOf("rclone", { ...EMPTY_REMOTE, remote: "drive" })?.place).toEqual({
    ...{ kind: "rclone", remote: "drive", folder: "", configFile: null },
  });
});

test.each([
  ["sftp", {}, {}],
  ["sftp", { address: "" }, { address: "missing" }],
  ["sftp", { address: "-oProxyCommand=x" }, { address: "wrong" }],
  ["sftp", { port: "70000" }, { port: "wrong" }],
  ["sftp", { port: "" }, { port: "missing" }],
  ["sftp", { folder: "~/backups" }, { folder: "wrong" }],
  ["sftp", { user: "" }, { user: "missing" }],
  ["sftp", { signIn: "key" }, { privateKey: "missing" }],
  ["sftp", { signIn: "agent" }, {}],
  ["rest", { url: "", user: "" }, { url: "missing" }],
  ["rest", { url: "nas:8000" }, { url: "wrong" }],
  ["rest", { url: "https://anna:secret@nas/" }, { url: "wrong" }],
  ["s3", { url: "https://s3.example.org", bucket: "office" }, {}],
  ["s3", { url: "https://s3.example.org/office", bucket: "" }, { url: "wrong", bucket: "missing" }],
  ["s3", { url: "https://s3.example.org", bucket: "office", user: "" }, { user: "missing" }],
  ["webdav", { url: "https://cloud.example.org/dav/", user: "" }, {}],
  ["rclone", { remote: ":s3,key=secret:" }, { remote: "wrong" }],
] as const)("in a form of %s with %j the fields %j are told", (kind, part, faults) => {
  const form = { ...sftp, ...part };
  expect(faultsOf(kind, form, [])).toEqual(faults);
  const isUsable = Object.keys(faults).every((field) => field === "privateKey");
  expect(remoteDraftOf(kind, form) !== undefined).toBe(isUsable || false);
});

test("a secret that is kept need not be typed, as long as it is the same account", () => {
  const empty = { ...sftp, secrets: EMPTY_REMOTE.secrets };
  expect(faultsOf("sftp", empty, [])).toEqual({ password: "missing" });
  expect(faultsOf("sftp", empty, ["password"])).toEqual({});
  const place = remoteDraftOf("sftp", sftp)?.place as RemotePlace;
  expect(isKeptFor(place, "sftp", { ...sftp, folder: "/other" })).toBe(true);
  expect(isKeptFor(place, "sftp", { ...sftp, user: "anna" })).toBe(false);
  expect(isKeptFor(place, "rest", sftp)).toBe(true); // nothing is typed for it yet
});

test("a form that is read back is the same, and nothing secret is in what is kept of it", () => {
  const place = remoteDraftOf("sftp", sftp)?.place as RemotePlace;
  expect(remoteDraftOf("sftp", remoteFormOf(place))).toEqual({ place, secrets: {} });
  expect(JSON.stringify(textsOf(sftp))).not.toContain("secret");
});

test.each([
  ["sftp", { address: "nas.office.lan" }, "nas"],
  ["sftp", { address: "192.168.1.20" }, "192.168.1.20"],
  ["rest", { url: "https://backup.example.org:8000/x" }, "backup"],
  ["s3", { url: "https://s3.example.org", bucket: "office-backups" }, "office-backups"],
  ["webdav", { url: "https://cloud.example.org/dav/" }, "cloud"],
  ["rclone", { remote: "office drive" }, "office drive"],
] as const)("a place of %s with %j is called %s", (kind, part, name) => {
  expect(nameOfRemote(kind, { ...EMPTY_REMOTE, ...part })).toBe(name);
});
