import { expect, test } from "vitest";
import type { SourceId } from "../../../shared/ids.ts";
import type { DatabaseSource, SftpSource } from "../../../shared/model/source.ts";
import type { SshMachine } from "../../../shared/model/ssh-machine.ts";
import { comparedKey } from "./machine-form.ts";
import {
  draftOfForm,
  formOf,
  needsPassword,
  type SourceForm,
  secretsTyped,
  withKind,
} from "./source-form.ts";

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

const MACHINE: SshMachine = {
  ...{ address: "nas.office", port: 22, user: "backup", signIn: "password" },
  hostKey: `ssh-ed25519 SHA256:${"A".repeat(43)}`,
};
const PROJECTS: SftpSource = {
  ...{
    id: "2" as SourceId,
    kind: "sftp",
    name: "Projects",
    icon: "server",
    machine: MACHINE,
    hostname: "nas",
  },
  ...{ paths: ["/projects", "/mail"], excludes: ["*.tmp"], excludeCaches: true, bytesPerSecond: 2_500_000 },
  keptOfMachine: ["password"],
};
const BEHIND: DatabaseSource = { ...BOOKS, through: MACHINE, keptOfMachine: ["password"] };

test("folders of another machine that are opened and saved are the same, and need no secret again", () => {
  const { id: _, keptOfMachine: __, ...draft } = PROJECTS;
  const form = formOf(PROJECTS);
  expect(form.speed).toBe("2.5");
  expect(draftOfForm(form, PROJECTS)).toEqual({ draft });
  expect(secretsTyped(form)).toEqual({});
  const { id: ___, hasPassword: ____, keptOfMachine: _____, ...behind } = BEHIND;
  expect(draftOfForm(formOf(BEHIND), BEHIND)).toEqual({ draft: behind });
  const direct = draftOfForm({ ...formOf(BEHIND), isThrough: false }, BEHIND);
  expect("draft" in direct && "through" in direct.draft).toBe(false);
});

const NEW: SourceForm = {
  ...withKind(formOf(undefined), "sftp"),
  ...{ name: "Projects", paths: " /projects \n\n/projects\n", excludes: "*.tmp" },
  machine: {
    ...{ address: "nas.office", port: "22", user: "backup", signIn: "password", hostKey: null },
    secrets: { privateKey: "needless", passphrase: "", password: "secret" },
  },
};
const wrongIn = (part: Partial<SourceForm>, of?: SftpSource) => {
  const drafted = draftOfForm({ ...NEW, ...part }, of);
  return "wrong" in drafted ? drafted.wrong : [];
};

test("a new machine is called like its address in snapshots, unless it is given a name", () => {
  expect(draftOfForm(NEW)).toMatchObject({
    draft: { icon: "server", hostname: "nas.office", paths: ["/projects"], bytesPerSecond: null },
  });
  expect(draftOfForm({ ...NEW, hostname: "archive", speed: "1,5" })).toMatchObject({
    draft: { hostname: "archive", bytesPerSecond: 1_500_000 },
  });
  expect(secretsTyped(NEW)).toEqual({ machine: { password: "secret" } });
  expect(secretsTyped({ ...NEW, kind: "files" })).toEqual({});
});

test.each([
  [{ name: " " }, ["name"]],
  [{ paths: "" }, ["paths"]],
  [{ paths: "projects" }, ["paths"]],
  [{ machine: { ...NEW.machine, address: "" } }, ["machine.address"]],
  [{ hostname: "my nas" }, ["hostname"]],
  [{ speed: "0" }, ["speed"]],
  [{ speed: "fast" }, ["speed"]],
  [{ machine: { ...NEW.machine, address: "-oProxyCommand=x" } }, ["machine.address"]],
  [{ machine: { ...NEW.machine, port: "70000", user: "" } }, ["machine.port", "machine.user"]],
  [{ machine: { ...NEW.machine, secrets: { ...NEW.machine.secrets, password: "" } } }, ["machine.password"]],
  [
    { machine: { ...NEW.machine, signIn: "key", secrets: { ...NEW.machine.secrets, privateKey: "" } } },
    ["machine.privateKey"],
  ],
  [{ machine: { ...NEW.machine, signIn: "agent" } }, []],
] as const)("folders of another machine with %j are told to be wrong in %j", (part, wrong) => {
  expect(wrongIn(part)).toEqual(wrong);
});

test("a secret that is kept does for its account only", () => {
  const { machine } = formOf(PROJECTS);
  expect(wrongIn({ machine }, PROJECTS)).toEqual([]);
  for (const other of [{ address: "box" }, { port: "23" }, { user: "root" }])
    expect(wrongIn({ machine: { ...machine, ...other } }, PROJECTS)).toEqual(["machine.password"]);
  const form = formOf(BEHIND);
  expect(needsPassword({ ...form, machine: { ...form.machine, user: "root" } }, BEHIND)).toBe(false);
  expect(needsPassword({ ...form, machine: { ...form.machine, address: "box" } }, BEHIND)).toBe(true);
  expect(needsPassword({ ...form, isThrough: false }, BEHIND)).toBe(true);
});

test("a compared key holds for its machine alone, and again when its address is typed again", () => {
  const machine = { address: "nas", port: 22, user: "backup", signIn: "key", hostKey: "the key" } as const;
  const known = { machine, kept: [] };
  expect(comparedKey({ address: "nas2", port: "22" }, known)).toBeNull();
  expect(comparedKey({ address: "nas", port: "2222" }, known)).toBeNull();
  expect(comparedKey({ address: " nas", port: "22" }, known)).toBe("the key");
  expect(comparedKey({ address: "nas", port: "22" }, undefined)).toBeNull();
});
