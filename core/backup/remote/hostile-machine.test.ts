/** Machines that mean ill, or are merely odd. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../../test/support/engine.ts";
import { startOddSftpServer } from "../../../test/support/odd-sftp-server.ts";
import { resticOn } from "../../../test/support/restic.ts";
import { startSshServer } from "../../../test/support/ssh-server.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { openMachineSession } from "../../remote/open-machine-session.ts";
import { openSftpSession } from "../../remote/sftp/session.ts";
import { connectBySsh } from "../../remote/ssh-connection.ts";
import { type MachineBackupOptions, runMachineBackup } from "./run-machine-backup.ts";

const PASSWORD = "correct horse";
const HOSTILE = join(import.meta.dirname, "../../../test/support/hostile-sftp-process.ts");
const noSsh = lacksTool("sshd");

async function hostile(mode: string) {
  const server = await startSshServer(`${process.execPath} ${HOSTILE} ${mode}`);
  const { port, user, hostKey, privateKey } = server;
  const machine = { address: "127.0.0.1", port, user, signIn: "key", hostKey } as const;
  return (signal: AbortSignal) => openMachineSession(machine, { privateKey }, signal);
}

async function setUp(connect: MachineBackupOptions["connect"]) {
  const location = join(await tempFolder(), "repository");
  const engine = await openEngine({ location, password: PASSWORD, init: 2 });
  onTestFinished(() => engine.close());
  const backUp = (paths: readonly string[], more: Partial<MachineBackupOptions> = {}) =>
    runMachineBackup(
      engine.repository,
      engine.cache,
      {
        ...{ mode: "incremental", hostname: "nas", tags: [], compression: "auto", paths, excludes: [] },
        ...{ excludeCaches: false, bytesPerSecond: undefined, machine: "nas", connect, ...more },
      },
      { signal: new AbortController().signal, reportProgress: () => undefined },
    );
  return { location, restic: resticOn(location, PASSWORD), backUp };
}

test.skipIf(noSsh || lacksTool("restic"))(
  "names that lead elsewhere, or stand there twice, are no files",
  async () => {
    const { backUp, restic } = await setUp(await hostile("names"));
    const { problems } = await backUp(["/folder"]);
    expect(problems.map(({ path, reason, systemCode }) => [path.slice(0, 30), reason, systemCode])).toEqual([
      ["/folder/", "unreadable", "EILSEQ"],
      ["/folder/a/b", "unreadable", "EILSEQ"],
      ["/folder/../../up", "unreadable", "EILSEQ"],
      ["/folder/nul\0byte", "unreadable", "EILSEQ"],
      [`/folder/${"n".repeat(22)}`, "unreadable", "EILSEQ"],
      ["/folder/twice", "unreadable", "EINVAL"],
    ]);
    const paths = (await restic.run("ls", "latest")).split("\n").filter((line) => line.startsWith("/"));
    expect(paths).toEqual(["/folder", "/folder/good", "/folder/twice"]);
    expect(await restic.run("dump", "latest", "/folder/good")).toBe("xxxxx");
    await restic.run("check", "--read-data");
  },
);

test.skipIf(noSsh).each(["chatty", "huge"])("what is no SFTP is said to be none: %s", async (mode) => {
  const { backUp } = await setUp(await hostile(mode));
  await expect(backUp(["/folder"])).rejects.toMatchObject({ code: "REMOTE_NO_SFTP" });
});

test.skipIf(noSsh)("more bytes than were asked for go nowhere", async () => {
  const { backUp } = await setUp(await hostile("too-much"));
  await expect(backUp(["/file"])).rejects.toMatchObject({ code: "REMOTE_NO_SFTP" });
});

test.skipIf(noSsh)("a folder without end costs no memory without end", async () => {
  const { backUp } = await setUp(await hostile("endless"));
  await expect(backUp(["/folder"], { maxEntries: 50_000 })).rejects.toMatchObject({ code: "NO_SOURCE" });
});

test.skipIf(noSsh)("a server that says nothing any more is not waited for without end", async () => {
  const server = await startSshServer();
  const { port, user, privateKey } = server;
  const signIn = { kind: "key", privateKey } as const;
  const connection = await connectBySsh({ address: "127.0.0.1", port, user, signIn, pinned: undefined });
  const session = await openSftpSession(connection, "nas", new AbortController().signal, 3000);
  await session.stat(rawPathFromText("/"));
  server.freezeConnections();
  await expect(session.stat(rawPathFromText("/"))).rejects.toMatchObject({
    code: "REMOTE_SILENT",
    details: { address: "nas", reason: "timed-out" },
  });
  expect(session.isOver).toBe(true);
});

test.skipIf(noSsh)("a machine without SFTP says so", async () => {
  const { port, user, hostKey, privateKey } = await startSshServer(null);
  const machine = { address: "127.0.0.1", port, user, signIn: "key", hostKey } as const;
  const opening = openMachineSession(machine, { privateKey }, new AbortController().signal);
  await expect(opening).rejects.toMatchObject({
    code: "REMOTE_NO_SFTP",
    details: { address: `${user}@127.0.0.1:${port}` },
  });
});

test.skipIf(noSsh)(
  "nothing is sent to a machine that has another key, or one that nobody has compared",
  async () => {
    const { port, user, hostKey, privateKey } = await startSshServer();
    const other = `ssh-ed25519 SHA256:${"A".repeat(43)}`;
    const machine = { address: "127.0.0.1", port, user, signIn: "key" } as const;
    const { signal } = new AbortController();
    await expect(
      openMachineSession({ ...machine, hostKey: other }, { privateKey }, signal),
    ).rejects.toMatchObject({
      code: "REMOTE_KEY_CHANGED",
      details: { pinned: other },
    });
    await expect(
      openMachineSession({ ...machine, hostKey: null }, { privateKey }, signal),
    ).rejects.toMatchObject({
      code: "REMOTE_KEY_UNKNOWN",
      details: { shown: hostKey },
    });
  },
);

test("a small box that knows no extension and gives a thousand bytes at a time is read all the same", async () => {
  const { port, password, hostKey } = await startOddSftpServer({ readsAtMost: 1000 });
  const machine = { address: "127.0.0.1", port, user: "anybody", signIn: "password", hostKey } as const;
  const { backUp, location } = await setUp((signal) => openMachineSession(machine, { password }, signal));
  const source = await tempFolder();
  mkdirSync(join(source, "folder"));
  const small = randomBytes(50_000);
  writeFileSync(join(source, "folder", "small"), small);
  writeFileSync(join(source, "large"), randomBytes(2_000_000));
  expect((await backUp([source])).problems).toEqual([]);
  const target = await tempFolder();
  await resticOn(location, PASSWORD).run("restore", "latest", "--target", target);
  expect(readFileSync(join(target, source, "folder", "small")).equals(small)).toBe(true);
  expect(readFileSync(join(target, source, "large")).equals(readFileSync(join(source, "large")))).toBe(true);
});
