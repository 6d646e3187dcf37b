/** What signs in to the machines of sources: kept apart, for one account alone, and handed to no job that goes elsewhere. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { RunId, SourceId } from "../../shared/ids.ts";
import type { DatabaseDraft, SftpDraft, Source, SourceSecrets } from "../../shared/model/source.ts";
import type { SshMachine } from "../../shared/model/ssh-machine.ts";
import { officeHost } from "../../test/support/office-host.ts";
import { machineSecretsAmong } from "../jobs/kinds/machine-secrets.ts";
import { backupRequest } from "./backup-request.ts";
import { sourceSecretsFor } from "./source-secrets.ts";

const MACHINE: SshMachine = {
  ...{ address: "nas.office", port: 22, user: "backup", signIn: "password", hostKey: null },
};
const FOLDERS: SftpDraft = {
  ...{
    kind: "sftp",
    name: "Projects",
    icon: "server",
    machine: MACHINE,
    hostname: "nas",
    paths: ["/projects"],
  },
  ...{ excludes: [], excludeCaches: false, bytesPerSecond: null },
};
const DATABASE: DatabaseDraft = {
  ...{ kind: "mariadb", name: "Shop", icon: "database", user: "backup", tls: "offered", caFile: null },
  ...{ server: { by: "network", address: "localhost", port: 3306 }, through: MACHINE },
  ...{ databases: [], programFolder: null, silentMinutes: 1 },
};
const MISSING = { code: "STORE_SIGN_IN_MISSING" };

async function office() {
  const { host, path } = await officeHost();
  const save = (draft: SftpDraft | DatabaseDraft, secrets: SourceSecrets = {}, of?: Source) =>
    host.call("sources.save", { sourceId: of?.id ?? null, draft, secrets });
  const kept = (source: Source): Readonly<Record<string, string>> => {
    const file = JSON.parse(readFileSync(path("home", "secrets.json"), "utf8"));
    const prefix = `source:${source.id}:`;
    return Object.fromEntries(
      Object.entries<string>(file.secrets).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
      ),
    );
  };
  return { host, save, kept };
}

test("what signs in to a machine stays as it is kept, as long as it is the same account", async () => {
  const { host, save, kept } = await office();
  const source = await save(FOLDERS, { machine: { password: "Zebrafink" } });
  expect(source).toMatchObject({ kind: "sftp", keptOfMachine: ["password"] });
  expect(kept(source)).toEqual({ "machine:password": "Zebrafink" });
  expect(await save({ ...FOLDERS, paths: ["/projects/", "/more"] }, {}, source)).toMatchObject({
    ...{ paths: ["/projects", "/more"], keptOfMachine: ["password"] },
  });
  for (const other of [{ address: "box.office" }, { port: 2022 }, { user: "root" }]) {
    const moved = save({ ...FOLDERS, machine: { ...MACHINE, ...other } }, {}, source);
    await expect(moved, JSON.stringify(other)).rejects.toMatchObject(MISSING);
    expect(kept(source), "what is refused changes nothing").toEqual({ "machine:password": "Zebrafink" });
  }
  await save(
    { ...FOLDERS, machine: { ...MACHINE, address: "box" } },
    { machine: { password: "Kiebitz" } },
    source,
  );
  expect(kept(source)).toEqual({ "machine:password": "Kiebitz" });
  await host.call("sources.remove", { sourceId: source.id });
  expect(kept(source)).toEqual({});
  expect(JSON.stringify(host.logged) + JSON.stringify(host.told)).not.toMatch(/Zebrafink|Kiebitz/);
});

test("another way to sign in leaves nothing of the old one, and a new key has no passphrase of the old one", async () => {
  const { save, kept } = await office();
  const byKey = { ...FOLDERS, machine: { ...MACHINE, signIn: "key" as const } };
  const source = await save(byKey, {
    machine: { privateKey: "one", passphrase: "of one", password: "needless" },
  });
  expect(kept(source)).toEqual({ "machine:privateKey": "one", "machine:passphrase": "of one" });
  expect(await save(byKey, { machine: { privateKey: "two" } }, source)).toMatchObject({
    keptOfMachine: ["privateKey"],
  });
  expect(kept(source)).toEqual({ "machine:privateKey": "two" });
  await expect(save(FOLDERS, {}, source)).rejects.toMatchObject(MISSING);
  await save({ ...FOLDERS, machine: { ...MACHINE, signIn: "agent" } }, {}, source);
  expect(kept(source)).toEqual({});
});

test("a database's password is for one server, and that is another one behind another machine", async () => {
  const { save, kept } = await office();
  const secrets = { password: "Zebrafink", machine: { password: "Kiebitz" } };
  const source = await save(DATABASE, secrets);
  expect(source).toMatchObject({ hasPassword: true, keptOfMachine: ["password"] });
  expect(await save({ ...DATABASE, databases: ["shop"] }, {}, source)).toMatchObject({ hasPassword: true });
  const elsewhere = { ...DATABASE, through: { ...MACHINE, address: "box" } };
  expect(await save(elsewhere, { machine: { password: "Habicht" } }, source)).toMatchObject({
    ...{ hasPassword: false, keptOfMachine: ["password"] },
  });
  expect(kept(source)).toEqual({ "machine:password": "Habicht" });
  await save(DATABASE, secrets, source);
  expect(await save({ ...DATABASE, through: null }, {}, source)).toMatchObject({
    ...{ hasPassword: false, keptOfMachine: [] },
  });
  expect(kept(source)).toEqual({});
});

const at = { id: "source" as SourceId };
const surroundings = {
  ...{ place: { location: "/nas" }, hostname: "desk", mounts: [], skipIfUnchanged: false },
  guard: {} as never,
};
const requestOf = (source: Source) =>
  backupRequest(
    { id: "plan" as never, mode: "incremental", repositoryId: "repository" as never },
    source,
    "run" as RunId,
    surroundings,
  );
const jobOf = (source: Source) => {
  const { input, origin } = requestOf(source);
  return { input, origin: origin ?? {} };
};
const holding = (source: Source, secrets: SourceSecrets) => ({
  list: () => [source],
  secrets: async () => secrets,
});

test("a backup of another machine has that machine's name, its own tag, and gets what signs in there", async () => {
  const source: Source = { ...FOLDERS, ...at, keptOfMachine: ["password"] };
  const { input } = requestOf(source);
  expect(input).toMatchObject({
    hostname: "nas",
    tags: ["backstay:source=source"],
    remote: { machine: MACHINE },
  });
  expect(input).not.toHaveProperty("remote.keptOfMachine");
  const secrets = await sourceSecretsFor(jobOf(source), holding(source, { machine: { password: "x" } }));
  expect(machineSecretsAmong(secrets)).toEqual({ password: "x" });
});

test("a job that was queued before the machine became another one gets nothing that is kept for the new one", async () => {
  const source: Source = { ...FOLDERS, ...at, keptOfMachine: ["password"] };
  const moved = { ...source, machine: { ...MACHINE, address: "box" } };
  expect(await sourceSecretsFor(jobOf(source), holding(moved, { machine: { password: "x" } }))).toEqual({});
  const database: Source = { ...DATABASE, ...at, hasPassword: true, keptOfMachine: ["password"] };
  const secrets = { password: "x", machine: { password: "y" } };
  const both = await sourceSecretsFor(jobOf(database), holding(database, secrets));
  expect(both.sourcePassword).toBe("x");
  expect(machineSecretsAmong(both)).toEqual({ password: "y" });
  for (const through of [null, { ...MACHINE, port: 23 }])
    expect(await sourceSecretsFor(jobOf(database), holding({ ...database, through }, secrets))).toEqual({});
  const otherUser = holding({ ...database, user: "root" }, secrets);
  expect(Object.keys(await sourceSecretsFor(jobOf(database), otherUser))).toEqual(["sourceMachine"]);
});
