/** Folders of another machine on the command line, read from a real sshd: its key is compared before anything else. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { MANUAL_PLAN } from "../test/support/host.ts";
import { officeHost } from "../test/support/office-host.ts";
import { PASSPHRASE, sharedSshServer } from "../test/support/ssh-server.ts";
import { lacksTool } from "../test/support/tools.ts";
import { runCommandLine } from "./program.ts";
import { collect, runHere } from "./testing/run-here.ts";

const isMissing = lacksTool("sshd", "ssh-keygen");

async function office() {
  const server = await sharedSshServer();
  const made = await officeHost();
  const { path } = made;
  const env = { BACKSTAY_HOME: path("home") };
  const socket = await serveHostSocket(path("home"), made.host);
  onTestFinished(() => socket.close());
  const projects = path("machine", "projects");
  mkdirSync(projects, { recursive: true });
  writeFileSync(join(projects, "plan.txt"), "a plan");
  const keys = {
    right: path("right"),
    foreign: path("foreign"),
    locked: path("locked"),
    phrase: path("phrase"),
  };
  writeFileSync(keys.right, server.privateKey, { mode: 0o600 });
  writeFileSync(keys.foreign, server.foreignKey, { mode: 0o600 });
  writeFileSync(keys.locked, server.lockedKey, { mode: 0o600 });
  writeFileSync(keys.phrase, `${PASSPHRASE}\n`);
  const sources = (...args: string[]) => runHere(["sources", ...args], { env });
  /** On a terminal, where somebody types. */
  const typing = async (line: string, ...args: string[]) => {
    const stdout = collect();
    const stderr = collect();
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
    stdin.write(line);
    const exitCode = await runCommandLine(["sources", ...args], {
      ...{ env, stdin, stdout: stdout.stream, stderr: stderr.stream },
    });
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  };
  const where = ["--host", "127.0.0.1", "--port", String(server.port), "--user", server.user];
  const kept = async () => (await made.host.call("sources.list", {})).sources;
  return { ...made, server, projects, keys, sources, typing, where, kept };
}

test.skipIf(isMissing)(
  "a machine is kept once its key was said, read by a plan, tried, and changed without being signed in to anew",
  async () => {
    const { host, server, projects, keys, sources, where, kept, repository } = await office();
    const add = ["add", "sftp", "Projects", ...where, "--key", keys.right, projects];
    const unknown = await sources(...add);
    expect(unknown).toMatchObject({ exitCode: 1, stdout: "" });
    expect(unknown.stderr).toContain(`It shows the key ${server.hostKey}. Nothing was sent to it`);
    expect(unknown.stderr).toContain(`--host-key "${server.hostKey}"`);
    const json = await sources(...add, "--json");
    expect(json.stderr + json.stdout).toContain('"code":"REMOTE_KEY_UNKNOWN"');
    const untested = await sources(...add, "--untested");
    expect(untested).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--host-key") });

    const known = [...add, "--host-key", server.hostKey];
    const half = await sources(...known, `${projects}/gone`);
    expect(half.exitCode).toBe(1);
    expect(half.stdout).toContain(`  ${projects}: it can be read, 1 entry\n  ${projects}/gone: `);
    expect(half.stderr).toContain("Projects is not saved as a source");
    const foreign = await sources(...known, "--key", keys.foreign);
    expect(foreign).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("does not let") });
    expect(await kept()).toHaveLength(1);

    const added = await sources(
      ...known,
      "--machine-name",
      "archive",
      "--limit-read",
      "20000",
      "--exclude",
      "*.tmp",
    );
    expect(added).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Projects is a source now."),
    });
    const [source] = (await kept()).filter(({ kind }) => kind === "sftp");
    expect(source).toMatchObject({
      ...{ hostname: "archive", paths: [projects], excludes: ["*.tmp"], bytesPerSecond: 20_480_000 },
      ...{ machine: { hostKey: server.hostKey, signIn: "key" }, keptOfMachine: ["privateKey"] },
    });
    if (source === undefined) throw new Error("no source");
    const plan = await host.call("plans.save", {
      planId: null,
      draft: { ...MANUAL_PLAN, name: "Machines", repositoryId: repository.id, sourceIds: [source.id] },
    });
    expect(await host.ended((await host.call("plans.run", { planId: plan.id })).runId)).toMatchObject({
      ...{ state: "done", filesNew: 1 },
    });

    expect(await sources("try", "Projects")).toMatchObject({
      ...{ exitCode: 0, stdout: `  ${projects}: it can be read, 1 entry\nIt can be backed up.\n` },
    });
    const edited = await sources("edit", "Projects", "--limit-read", "0", "--machine-name", "");
    expect(edited).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await kept()).toContainEqual({ ...source, hostname: "127.0.0.1", bytesPerSecond: null });
    const moved = await sources("edit", "Projects", "--user", "stranger");
    expect(moved).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--key") });
    const shown = JSON.parse((await sources("--json")).stdout).find(
      ({ kind }: { kind: string }) => kind === "sftp",
    );
    expect(shown).toMatchObject({
      ...{
        machine: { address: "127.0.0.1", sign_in: "key", host_key: server.hostKey },
        machine_name: "127.0.0.1",
      },
    });
    expect(JSON.stringify(shown)).not.toContain("PRIVATE KEY");
  },
);

test.skipIf(isMissing)(
  "on a terminal the key is shown, and only who says yes goes on; in Chinese, too",
  async () => {
    const { server, projects, keys, typing, where, kept } = await office();
    const add = [
      "add",
      "sftp",
      "Projects",
      ...where,
      "--key",
      keys.locked,
      "--passphrase-file",
      keys.phrase,
      projects,
    ];
    for (const line of ["\n", "y\n", "no\n"]) {
      const refused = await typing(line, ...add);
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toContain("Is it the same? (yes/no)");
      expect(refused.stderr).toContain("The key was not trusted, and nothing was saved.");
    }
    expect(await kept()).toHaveLength(1);
    const added = await typing("yes\n", ...add);
    expect(added).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Projects is a source now."),
    });
    const chinese = await typing("是\n", ...add.with(2, "Projekte"), "--lang", "zh");
    expect(chinese).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Projekte 现已成为来源") });
    expect((await kept()).filter(({ kind }) => kind === "sftp")).toMatchObject([
      { machine: { hostKey: server.hostKey }, keptOfMachine: ["privateKey", "passphrase"] },
      { machine: { hostKey: server.hostKey } },
    ]);
  },
);

test.skipIf(isMissing)(
  "a command line that makes no sense of another machine is refused, and says why",
  async () => {
    const { sources } = await office();
    const refused = async (...args: string[]) => {
      const { exitCode, stderr } = await sources("add", ...args);
      return [exitCode, stderr.split("\n")[0]] as const;
    };
    const machine = ["sftp", "Projects", "--host", "nas", "--user", "backup"];
    expect(await refused(...machine)).toEqual([2, expect.stringContaining("path")]);
    expect(await refused("sftp", "Projects", "--user", "backup", "/projects")).toEqual([
      ...[2, expect.stringContaining("--host")],
    ]);
    expect(await refused(...machine, "projects")).toEqual([2, expect.stringContaining("projects")]);
    expect(await refused(...machine, "/projects", "--port", "70000")).toEqual([
      ...[2, expect.stringContaining("--port")],
    ]);
    expect(await refused(...machine, "/projects", "--host-key", "ssh-rsa MD5:12")).toEqual([
      ...[2, expect.stringContaining("--host-key")],
    ]);
    expect(await refused(...machine, "/projects", "--agent", "--key", "id")).toEqual([
      ...[2, expect.stringMatching(/--key.*--agent/)],
    ]);
    expect(await refused(...machine, "/projects", "--one-file-system")).toEqual([
      ...[2, expect.stringContaining("--one-file-system")],
    ]);
    expect(await refused(...machine, "/projects", "--key", "/no/such/key")).toEqual([
      ...[expect.any(Number), expect.stringContaining("/no/such/key")],
    ]);
  },
);
