/** Sources that are no databases, on the command line with a host that runs beside it. */
import { chmodSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { officeHost } from "../test/support/office-host.ts";
import { runHere } from "./testing/run-here.ts";

async function office() {
  const made = await officeHost();
  const home = made.path("home");
  const socket = await serveHostSocket(home, made.host);
  onTestFinished(() => socket.close());
  const sources = (...args: string[]) => runHere(["sources", ...args], { env: { BACKSTAY_HOME: home } });
  return { ...made, sources };
}

test("files are added to a plan, listed, changed, tried and removed", async () => {
  const { host, path, plan, sources } = await office();
  expect((await sources()).stdout).toMatch(/Documents +files +.*documents +Office hours/);
  const deeds = path("documents", "deeds");
  const added = await sources("add", "files", "Deeds", deeds, "--exclude", "*.tmp", "--plan", "office hours");
  expect(added).toMatchObject({
    ...{ exitCode: 0, stderr: "" },
    stdout: "Deeds is a source now.\nOffice hours saves Deeds from now on.\n",
  });
  const { sources: kept } = await host.call("sources.list", {});
  const source = kept.find(({ name }) => name === "Deeds");
  expect(source).toMatchObject({ kind: "files", paths: [deeds], excludes: ["*.tmp"], excludeCaches: false });
  const { plans } = await host.call("plans.list", {});
  expect(plans[0]?.plan).toMatchObject({ id: plan.id, sourceIds: [plan.sourceIds[0], source?.id] });
  expect((await sources("edit", "Deeds", "--plan", "Office hours")).stdout).toContain(
    "Office hours saves Deeds already.",
  );

  const run = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect(run).toMatchObject({ state: "done", jobIds: { length: 2 } });
  const renamed = await sources(
    "edit",
    "deeds",
    "--name",
    "Houses",
    "--exclude",
    "",
    "--exclude-caches",
    "--as-of-one-moment",
    "--json",
  );
  expect(JSON.parse(renamed.stdout)).toMatchObject({
    ...{
      message_type: "source_saved",
      is_new: false,
      id: source?.id,
      name: "Houses",
      plans: ["Office hours"],
    },
    ...{ paths: [deeds], excludes: [], exclude_caches: true, one_file_system: false },
  });
  expect(await sources("try", "Houses")).toMatchObject({
    ...{ exitCode: 0, stdout: `  ${deeds}: it can be read, 1 entry\nIt can be backed up.\n` },
  });
  const away = path("away");
  await sources("edit", "Houses", deeds, away);
  const edited = (await host.call("sources.list", {})).sources.find(({ name }) => name === "Houses");
  expect(edited).toMatchObject({ paths: [deeds, away], excludeCaches: true, asOfOneMoment: true });
  const tried = await sources("try", "Houses", "--json");
  expect(tried.exitCode).toBe(1);
  expect(JSON.parse(tried.stdout)).toMatchObject({
    ...{ message_type: "source_tried", works: false },
    parts: [
      { name: deeds, end: "good" },
      {
        name: away,
        end: "bad",
        error: { code: "SOURCE_NOT_READ", message: `${away} cannot be read (ENOENT).` },
      },
    ],
  });
  const used = await sources("remove", "Houses");
  expect(used).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Office hours") });
  await host.call("plans.save", { planId: plan.id, draft: { ...draftOf(plan) } });
  expect((await sources("remove", "Houses")).stdout).toBe(
    "Houses is no source any more. Its snapshots stay.\n",
  );
  expect((await sources("--lang", "zh")).stdout).toMatch(/Documents +文件/);
});

test("what a program writes is a source, is really run when it is tried, and its failure is said", async () => {
  const { host, path, sources } = await office();
  const program = path("dump it");
  writeFileSync(program, '#!/bin/sh\nprintf %s "$1" | tee "$2"\nexit "$3"\n');
  chmodSync(program, 0o755);
  const marks = path("mark");
  const flags = ["--program", program, "--file-name", "mail.ldif"];
  const added = await sources("add", "command", "Mail", ...flags, "--", "a b", marks, "0");
  expect(added).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("No plan saves Mail yet.") });
  expect(await sources("try", "Mail")).toMatchObject({
    ...{ exitCode: 0, stdout: `  ${program}: read whole, 3 B\nIt can be backed up.\n` },
  });
  const broken = await sources("edit", "Mail", "--silent-minutes", "3", "--", "", marks, "4");
  expect(broken.exitCode).toBe(0);
  const { sources: kept } = await host.call("sources.list", {});
  expect(kept.find(({ name }) => name === "Mail")).toMatchObject({
    ...{ program, arguments: ["", marks, "4"], fileName: "mail.ldif", silentMinutes: 3 },
  });
  const failed = await sources("try", "Mail", "--lang", "zh");
  expect(failed).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("有一部分无法备份。") });
  expect(
    (await sources("add", "command", "Other", "--program", "dump", "--file-name", "x")).stderr,
  ).toContain("dump is not the whole path");
});

test("a command line that makes no sense is refused, and says why", async () => {
  const { host, path, sources } = await office();
  const refused = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await sources(...args);
    expect(stdout).toBe("");
    return [exitCode, stderr.split("\n")[0]];
  };
  const server = ["add", "postgresql", "Books", "--user", "office"];
  expect(await refused("list", "Documents")).toEqual([2, "Too many arguments: Documents"]);
  expect(await refused("add")).toEqual([2, "The argument kind is missing."]);
  expect(await refused("add", "mysql", "Books")).toEqual([
    ...[2, '"mysql" is not possible for kind. Possible are files, sftp, command, postgresql, mariadb.'],
  ]);
  expect(await refused("add", "files", "Deeds")).toEqual([2, "The argument path is missing."]);
  expect(await refused("add", "files", "Deeds", path("x"), "--tls", "required")).toEqual([
    ...[2, "--tls means nothing for a source of the kind files."],
  ]);
  expect(await refused(...server)).toEqual([2, "The argument --host is missing."]);
  expect(await refused(...server, "--host", "-oProxy")).toEqual([2, '"-oProxy" is not possible for --host.']);
  expect(await refused(...server, "--host", "db", "--port", "65536")).toEqual([
    ...[2, '"65536" is not possible for --port. Possible are 1-65535.'],
  ]);
  expect(await refused(...server, "--host", "db", "--socket", "/run/s")).toEqual([
    ...[2, "--socket and --host are given at once. Only one of them can count."],
  ]);
  expect(await refused(...server, "books", "--host", "db")).toEqual([2, "Too many arguments: books"]);
  expect(await refused("add", "command", "M", "--program", "/bin/true", "--file-name", "../x")).toEqual([
    ...[2, '"../x" is not possible for --file-name.'],
  ]);
  expect(await refused("try", "Nothing")).toEqual([1, "No source is called Nothing."]);
  expect(await refused("add", "files", "Deeds", path("x"), "--plan", "Nothing")).toEqual([
    ...[1, "No plan, or more than one, is called Nothing."],
  ]);
  expect((await host.call("sources.list", {})).sources).toHaveLength(1);
});

function draftOf({ id: _, isPaused: __, ...draft }: Awaited<ReturnType<typeof officeHost>>["plan"]) {
  return draft;
}
