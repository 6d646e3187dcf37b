import { expect, test } from "vitest";
import { draftOf, EMPTY_FORM, formOf, isMoved, secretsOf } from "./host-form.ts";

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
  const secrets = { privateKey: "KEY", passphrase: "", password: "hidden" };
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
