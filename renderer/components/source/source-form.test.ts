import { expect, test } from "vitest";
import type { SourceId } from "../../../shared/ids.ts";
import type { DatabaseSource } from "../../../shared/model/source.ts";
import { draftOfForm, formOf, needsPassword, withKind } from "./source-form.ts";

const BOOKS: DatabaseSource = {
  ...{
    id: "1" as SourceId,
    kind: "mariadb",
    name: "Books",
    icon: "database",
    user: "backup",
    tls: "required",
  },
  server: { by: "network", address: "db.office", port: 3307 },
  ...{ caFile: null, databases: ["shop", "blog"], programFolder: null, silentMinutes: 5, hasPassword: true },
};

test("a source that is opened and saved is the same", () => {
  const { id: _, hasPassword: __, ...draft } = BOOKS;
  expect(draftOfForm(formOf(BOOKS))).toEqual({ draft });
});

test("what is usual for a kind comes with it, and nothing that somebody wrote is replaced", () => {
  const form = withKind(formOf(undefined), "postgresql");
  expect(form).toMatchObject({ port: "5432", user: "postgres", icon: "database" });
  expect(withKind(form, "mariadb")).toMatchObject({ port: "3306", user: "root" });
  expect(withKind({ ...form, port: "6000", user: "me", icon: "mail" }, "mariadb")).toMatchObject({
    ...{ port: "6000", user: "me", icon: "mail" },
  });
});

test("fields that are wrong are named", () => {
  const form = { ...withKind(formOf(undefined), "postgresql"), name: "Books" };
  expect(draftOfForm({ ...form, port: "54x", address: "-oProxy", silentMinutes: "0" })).toEqual({
    wrong: ["address", "port", "silentMinutes"],
  });
  expect(draftOfForm({ ...form, by: "socket" })).toEqual({ wrong: ["socket"] });
  expect(draftOfForm({ ...form, hasAllDatabases: false, databases: " \n" })).toEqual({
    wrong: ["databases"],
  });
  expect(draftOfForm({ ...formOf(undefined), kind: "command", name: "x" })).toEqual({
    wrong: ["program", "fileName"],
  });
  expect(draftOfForm(formOf(undefined))).toEqual({ wrong: ["name", "files"] });
});

test("a password that is kept does for its server and user only", () => {
  const form = formOf(BOOKS);
  expect(needsPassword({ ...form, databases: "other" }, BOOKS)).toBe(false);
  expect(needsPassword({ ...form, address: "elsewhere" }, BOOKS)).toBe(true);
  expect(needsPassword(form, { ...BOOKS, hasPassword: false })).toBe(true);
});
