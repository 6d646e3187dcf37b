import { expect, test } from "vitest";
import { draftOf, EMPTY_FORM, formOf, type HostForm, isMoved, secretsOf, withKind } from "./host-form.ts";

const NAS = { ...EMPTY_FORM, name: "NAS", address: "nas.office.lan", user: "watcher" };
const SETUP = { kind: "ssh", address: "nas.office.lan", port: 22, user: "watcher", signIn: "key" } as const;

test("what is filled in can be saved, and comes back into the form", () => {
  expect(draftOf(NAS)).toEqual({ name: "NAS", setup: SETUP });
  expect(formOf({ name: "NAS", setup: SETUP })).toEqual(NAS);
});

test.each([
  ["no name", { name: "  " }],
  ["no address", { address: "" }],
  ["an address that a program would take for an option", { address: "-oProxyCommand=touch" }],
  ["a port that is none", { port: "70000" }],
  ["a port with letters", { port: "22x" }],
  ["no user", { user: "" }],
])("with %s there is nothing to save", (_, part) => {
  expect(draftOf({ ...NAS, ...part })).toBeUndefined();
});

test("of this machine only the name is changed", () => {
  expect(draftOf(formOf({ name: "ADMIN-PC", setup: { kind: "local" } }))).toEqual({
    name: "ADMIN-PC",
    setup: { kind: "local" },
  });
});

test("only secrets of the chosen way to sign in are sent, and none that was left empty", () => {
  const secrets = { ...EMPTY_FORM.secrets, privateKey: "KEY", password: "hidden" };
  expect(secretsOf({ ...NAS, secrets })).toEqual({ privateKey: "KEY\n" });
  expect(secretsOf({ ...NAS, secrets, signIn: "password" })).toEqual({ password: "hidden" });
  expect(secretsOf({ ...NAS, secrets, signIn: "agent" })).toEqual({});
});

test("another address, port or user is another place; another name is not", () => {
  const before = { setup: SETUP };
  expect(isMoved(before, { ...NAS, name: "Other" })).toBe(false);
  for (const part of [{ address: "nas2" }, { port: "2222" }, { user: "root" }])
    expect(isMoved(before, { ...NAS, ...part })).toBe(true);
  expect(isMoved(undefined, NAS)).toBe(false);
});

const BOX: HostForm = {
  ...withKind(EMPTY_FORM, "snmp"),
  name: "Box",
  address: "box.office.lan",
  user: "reader",
};
const OPEN: HostForm = { ...BOX, user: "", snmp: { ...BOX.snmp, version: "v2c", box: "qnap" } };
const AT_BOX = { kind: "snmp", address: "box.office.lan", port: 161 } as const;

test("a box over SNMP can be saved, and comes back into the form, in both versions", () => {
  const signIn = { version: "v3", user: "reader", hash: "sha256", cipher: "aes128" } as const;
  const draft = { name: "Box", setup: { ...AT_BOX, box: null, signIn } } as const;
  expect(draftOf(BOX)).toEqual(draft);
  expect(formOf(draft)).toEqual(BOX);
  const open = { name: "Box", setup: { ...AT_BOX, box: "qnap", signIn: { version: "v2c" } } } as const;
  expect(draftOf(OPEN)).toEqual(open);
  expect(formOf(open)).toEqual(OPEN);
  expect(draftOf({ ...BOX, user: "" })).toBeUndefined();
});

test("another kind of host proposes its own port and user, and keeps what was typed", () => {
  expect(withKind(EMPTY_FORM, "snmp")).toMatchObject({ kind: "snmp", port: "161", user: "" });
  expect(withKind(withKind(EMPTY_FORM, "snmp"), "ssh")).toEqual(EMPTY_FORM);
  const typed = { ...EMPTY_FORM, address: "nas", port: "1161", user: "me" };
  expect(withKind(typed, "snmp")).toMatchObject({ address: "nas", port: "1161", user: "me" });
});

test("over SNMP only what its version signs in with is sent", () => {
  const secrets = {
    ...{ ...EMPTY_FORM.secrets, password: "of SSH", community: "office" },
    ...{ hashPassword: "signs it all", cipherPassword: "closes it all" },
  };
  expect(secretsOf({ ...BOX, secrets })).toEqual({
    ...{ hashPassword: "signs it all", cipherPassword: "closes it all" },
  });
  expect(secretsOf({ ...OPEN, secrets })).toEqual({ community: "office" });
});

test("another account or version is another place; another maker, hash or cipher is not", () => {
  const setup = draftOf(BOX)?.setup;
  if (setup === undefined) throw new Error("not whole");
  expect(isMoved({ setup }, { ...BOX, snmp: { ...BOX.snmp, box: "qnap", hash: "sha1" } })).toBe(false);
  for (const other of [
    { ...BOX, user: "other" },
    { ...BOX, port: "1161" },
    { ...OPEN, user: "reader" },
  ])
    expect(isMoved({ setup }, other)).toBe(true);
});
